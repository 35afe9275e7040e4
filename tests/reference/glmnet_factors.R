# Coefficients of glmnet with infinite factors and with lower limits of 0, at strengths converted by the passport:
# Rscript tests/reference/glmnet_factors.R > tests/reference/glmnet_factors.json (run from the repository).
#
# glmnet leaves a column with an infinite factor out, counts it as 1, and only then rescales the factors to sum p; so
#   lambda = lam (rho + s (1 - rho)) mean(f, infinite ones as 1),  alpha = rho / (rho + s (1 - rho))
# as in glmnet_passport.R, where the objective stands.

suppressMessages(library(glmnet))

table <- read.csv("examples/diabetes.csv")
y <- table$target
x <- as.matrix(table[, names(table) != "target"])
n <- nrow(x)
p <- ncol(x)
s <- sqrt(mean((y - mean(y))^2))

factors <- list(
  ones = rep(1, p),
  some = c(0.5, 1, 2, 1, 0.25, 3, 1, 1.5, 1, 0.75),
  excluded = c(1, Inf, 0.5, 1, 2, 1, Inf, 1, 3, 1),
  both = c(0, Inf, 0.5, 1, 2, 0, 1, 1, Inf, 1)
)

number <- function(x) paste0("[", paste(ifelse(is.finite(x), sprintf("%.17g", x), "null"), collapse = ", "), "]")

cases <- c()
for (factor in names(factors)) for (positive in c(FALSE, TRUE)) for (lam in c(0.05, 0.9, 8)) for (rho in c(1, 0.5, 0)) {
  if (!positive && factor %in% c("ones", "some")) next
  f <- factors[[factor]]
  lambda <- lam * (rho + s * (1 - rho)) * mean(ifelse(is.finite(f), f, 1))
  alpha <- rho / (rho + s * (1 - rho))
  fit <- glmnet(x, y, lambda = lambda, alpha = alpha, penalty.factor = f, lower.limits = if (positive) 0 else -Inf,
                thresh = 1e-30, maxit = 1e8)
  cases <- c(cases, sprintf(
    '{"factors": "%s", "positive": %s, "lam": %.17g, "l1_ratio": %.17g, "lambda": %.17g, "alpha": %.17g,\n   "coefficients": %s}',
    factor, tolower(as.character(positive)), lam, rho, lambda, alpha, number(as.numeric(fit$beta))
  ))
}

cat(sprintf(
  '{"made_with": "glmnet %s, %s",\n "table": "examples/diabetes.csv",\n "factors": {%s},\n "cases": [\n  %s\n]}\n',
  packageVersion("glmnet"), R.version.string,
  paste(sprintf('"%s": %s', names(factors), sapply(factors, number)), collapse = ",\n  "), paste(cases, collapse = ",\n  ")
))
