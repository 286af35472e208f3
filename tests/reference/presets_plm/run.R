# Within models by plm, errors of each kind as they come: Rscript run.R <data.csv> <output folder>
# One row for each panel, effects, kind of errors and slope: estimate, error, p of coeftest, residual degrees.
# vignette.csv holds the twenty rows that the vignette "On standard-errors" of fixest (2021, version 0.8) draws.
suppressPackageStartupMessages({library(plm); library(lmtest)})
arguments <- commandArgs(trailingOnly = TRUE)
panels <- read.csv(arguments[1])
slopes <- c("x1", "x2")
LAGS <- 2

row <- function(shape, effects, errors, fit, v) {
  test <- coeftest(fit, vcov. = v, df = df.residual(fit))
  data.frame(shape, effects, errors, term = slopes, estimate = test[slopes, 1], error = test[slopes, 2],
             p = test[slopes, 4], df = df.residual(fit))
}
kinds <- function(shape, effects) {
  data <- panels[panels$shape == shape, ]
  name <- c(unit = "individual", time = "time", `unit+time` = "twoways")[effects]
  fit <- if (effects == "none") plm(y ~ x1 + x2, data, index = c("unit", "year"), model = "pooling")
         else plm(y ~ x1 + x2, data, index = c("unit", "year"), model = "within", effect = name)
  rbind(
    row(shape, effects, "iid", fit, vcov(fit)),
    row(shape, effects, "hc1", fit, vcovHC(fit, method = "white1", type = "HC1")),
    row(shape, effects, "cluster", fit, vcovHC(fit, method = "arellano", type = "HC0", cluster = "group")),
    row(shape, effects, "two-way", fit, vcovDC(fit, type = "HC0")),
    row(shape, effects, "driscoll-kraay", fit, vcovSCC(fit, type = "HC0", maxlag = LAGS)),
    row(shape, effects, "newey-west", fit, vcovNW(fit, type = "HC0", maxlag = LAGS))
  )
}
cases <- expand.grid(effects = c("none", "unit", "time", "unit+time"), shape = unique(panels$shape),
                     stringsAsFactors = FALSE)
results <- do.call(rbind, Map(kinds, cases$shape, cases$effects))
for (column in c("estimate", "error", "p")) results[[column]] <- sprintf("%.17g", results[[column]])
write.csv(results, file.path(arguments[2], "errors.csv"), row.names = FALSE, quote = FALSE)

set.seed(0)
vignette <- data.frame(y = rnorm(20), x = rnorm(20), id = rep(1:4, 5), time = rep(1:5, each = 4))
for (column in c("y", "x")) vignette[[column]] <- sprintf("%.17g", vignette[[column]])
write.csv(vignette, file.path(arguments[2], "vignette.csv"), row.names = FALSE, quote = FALSE)
versions <- sapply(c("plm", "lmtest"), function(name) as.character(packageVersion(name)))
writeLines(c(R.version.string, paste(names(versions), versions)), file.path(arguments[2], "versions.txt"))
