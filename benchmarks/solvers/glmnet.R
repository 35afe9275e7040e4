# glmnet in a process of its own: Rscript glmnet.R FOLDER path|cv thresh
# FOLDER holds shape.txt (n p m folds), x.bin (column-major doubles), y.bin, lams.bin and fold.bin, and receives
# coefficients.bin (p × m, or p × 1), intercepts.bin, seconds.txt, held.txt and peak.txt (MB) and, for cv,
# cv_mse.bin and lam.bin.
# Times are measured here, around the fit alone.

suppressMessages(library(glmnet))
arguments <- commandArgs(trailingOnly = TRUE)
folder <- arguments[1]
kind <- arguments[2]
thresh <- as.numeric(arguments[3])

at <- function(name) file.path(folder, name)
shape <- scan(at("shape.txt"), quiet = TRUE)
read <- function(name, count) readBin(at(name), "double", count)
write <- function(values, name) writeBin(as.numeric(values), at(name))
x <- matrix(read("x.bin", shape[1] * shape[2]), nrow = shape[1])
y <- read("y.bin", shape[1])
lams <- read("lams.bin", shape[3])
fold <- read("fold.bin", shape[1])

peak <- function(name) {
  high <- grep("VmHWM", readLines("/proc/self/status"), value = TRUE)
  cat(as.numeric(gsub("[^0-9]", "", high)) / 1024, file = at(name))
}

# fdev 0 and devmax 1: the whole grid, without early stopping.
glmnet.control(fdev = 0, devmax = 1)
few <- seq_len(min(200, shape[1]))
invisible(glmnet(x[few, ], y[few]))
peak("held.txt")
clock <- proc.time()[["elapsed"]]
if (kind == "path") {
  fit <- glmnet(x, y, lambda = lams, standardize = FALSE, thresh = thresh, maxit = 1e7)
} else {
  fit <- cv.glmnet(x, y, lambda = lams, standardize = FALSE, thresh = thresh, maxit = 1e7, foldid = fold + 1,
                   grouped = TRUE)
}
cat(proc.time()[["elapsed"]] - clock, file = at("seconds.txt"))
if (length((if (kind == "path") fit else fit$glmnet.fit)$lambda) < length(lams)) {
  stop("glmnet did not converge in 1e7 passes")
}
if (kind == "path") {
  write(as.matrix(fit$beta), "coefficients.bin")
  write(fit$a0, "intercepts.bin")
} else {
  best <- which.min(fit$cvm)
  write(as.matrix(fit$glmnet.fit$beta[, best]), "coefficients.bin")
  write(fit$glmnet.fit$a0[best], "intercepts.bin")
  write(fit$cvm, "cv_mse.bin")
  write(lams[best], "lam.bin")
}
peak("peak.txt")
