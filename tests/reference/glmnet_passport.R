# Coefficients of glmnet at strengths converted by the passport: Rscript tests/reference/glmnet_passport.R > glmnet_passport.json
# (run from the repository; needs glmnet, for example Debian's r-cran-glmnet).
#
# Our objective, to which lam and l1_ratio belong:
#   1/(2W) sum v (y - b - x.w)^2 + lam sum f (l1_ratio |w| + (1 - l1_ratio)/2 w^2),  W = sum v
# glmnet divides y by its population sd s, rescales the factors f to sum p and solves
#   1/2 mean (y - b - x.w)^2 + lambda sum f' (alpha |w| + (1 - alpha)/2 w^2)        in units of y / s,
# so that, back in units of y, the squared part of the penalty is divided by s. Hence
#   lambda = lam (rho + s (1 - rho)) mean(f),  alpha = rho / (rho + s (1 - rho)),  rho = l1_ratio.

suppressMessages(library(glmnet))

table <- read.csv("examples/diabetes.csv")
y <- table$target
raw <- as.matrix(table[, names(table) != "target"])
n <- nrow(raw)
p <- ncol(raw)

population_sd <- function(x, v) sqrt(sum(v * (x - sum(v * x) / sum(v))^2) / sum(v))
standardise <- function(x, v) apply(x, 2, function(column) (column - sum(v * column) / sum(v)) / population_sd(column, v))

weights <- list(none = rep(1, n), some = 1 + (seq_len(n) - 1) %% 4)
factors <- list(
  ones = rep(1, p),
  some = c(0.5, 1, 2, 1, 0.25, 3, 1, 1.5, 1, 0.75),
  free = c(0, 1, 1, 0, 1, 1, 2, 1, 1, 1)
)
strengths <- c(0.05, 0.9, 8)
ratios <- c(1, 0.75, 0.5, 0.25, 0)

number <- function(x) paste0("[", paste(sprintf("%.17g", x), collapse = ", "), "]")

cases <- c()
for (weighting in names(weights)) for (factor in names(factors)) for (standardize in c(FALSE, TRUE)) {
  v <- weights[[weighting]]
  f <- factors[[factor]]
  x <- if (standardize) raw else standardise(raw, v)
  s <- population_sd(y, v)
  for (lam in strengths) for (rho in ratios) {
    # One factor set and both ways of scaling suffice for weights: a third of the numbers, the same cells.
    if (weighting == "some" && factor == "free") next
    lambda <- lam * (rho + s * (1 - rho)) * mean(f)
    alpha <- rho / (rho + s * (1 - rho))
    fit <- glmnet(x, y, weights = v, lambda = lambda, alpha = alpha, penalty.factor = f, standardize = standardize,
                  thresh = 1e-30, maxit = 1e8)
    cases <- c(cases, sprintf(
      '{"weights": "%s", "factors": "%s", "standardize": %s, "lam": %.17g, "l1_ratio": %.17g, "lambda": %.17g, "alpha": %.17g,\n   "intercept": %.17g, "coefficients": %s}',
      weighting, factor, tolower(as.character(standardize)), lam, rho, lambda, alpha, fit$a0, number(as.numeric(fit$beta))
    ))
  }
}

cat(sprintf(
  '{"made_with": "glmnet %s, %s",\n "table": "examples/diabetes.csv",\n "weights": {"none": %s,\n  "some": %s},\n "factors": {"ones": %s, "some": %s, "free": %s},\n "cases": [\n  %s\n]}\n',
  packageVersion("glmnet"), R.version.string, "null", number(weights$some),
  number(factors$ones), number(factors$some), number(factors$free), paste(cases, collapse = ",\n  ")
))
