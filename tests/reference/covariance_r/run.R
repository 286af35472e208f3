# Errors of regressions with dummies, by sandwich, clubSandwich, AER and plm: Rscript run.R <data.csv> <output folder>
# One row for each model, kind of errors and slope. No small-sample factor but that of HC1, n / (n - K).
# Errors clustered two ways are those after negative eigenvalues of the slopes' block were set to zero
# (Cameron, Gelbach and Miller 2011).
suppressPackageStartupMessages({library(sandwich); library(AER); library(clubSandwich); library(plm)})
arguments <- commandArgs(trailingOnly = TRUE)
panels <- read.csv(arguments[1])
slopes <- c("x1", "x2")
dummies <- list(none = NULL, unit = "factor(unit)", time = "factor(year)",
                `unit+time` = c("factor(unit)", "factor(year)"))
LAGS <- 2

mended <- function(v) {
  v <- v[slopes, slopes]
  e <- eigen(v, symmetric = TRUE)
  if (all(e$values >= 0)) return(v)
  v[] <- e$vectors %*% diag(pmax(e$values, 0)) %*% t(e$vectors)
  v
}
# HC2 and HC3 of 2SLS by hand: the leverage of the projected regressors, weights included.
second_stage <- function(fit, w, power) {
  x <- model.matrix(fit, component = "projected")
  x <- x[, !is.na(coef(fit)), drop = FALSE]
  bread <- solve(crossprod(x * sqrt(w)))
  h <- rowSums((x %*% bread) * x) * w
  scores <- x * (w * residuals(fit) / (1 - h)^power)
  bread %*% crossprod(scores) %*% bread
}
row <- function(id, errors, fit, v) {
  data.frame(id, errors = errors, term = slopes, estimate = unname(coef(fit)[slopes]),
             error = unname(sqrt(diag(v)[slopes])))
}
model <- function(shape, effects, iv, weighted) {
  data <- panels[panels$shape == shape, ]
  data$w <- if (weighted) data$weight else 1
  right <- paste(c("x1", "x2", dummies[[effects]]), collapse = " + ")
  z <- paste(c("z1", "z2", "x2", dummies[[effects]]), collapse = " + ")
  fit <- if (iv) ivreg(as.formula(paste("y ~", right, "|", z)), data = data, weights = w)
         else lm(as.formula(paste("y ~", right)), data = data, weights = w)
  id <- data.frame(shape = shape, effects = effects, method = if (iv) "2sls" else "ols",
                   weights = if (weighted) "weighted" else "equal")
  raw <- function(...) vcovCL(fit, ..., type = "HC0", cadjust = FALSE)
  # vcovPL (3.0.2) takes the code of the last row, in order of years, for the number of units: here it is.
  last <- tail(data$unit[order(data$year)], 1)
  units <- factor(data$unit, levels = c(setdiff(unique(data$unit), last), last))
  serial <- function(aggregate) vcovPL(fit, cluster = as.integer(units), order.by = data$year, lag = LAGS,
                                       aggregate = aggregate, adjust = FALSE)
  found <- rbind(
    row(id, "hc1", fit, vcovHC(fit, type = "HC1")),
    row(id, "hc2", fit, if (iv) second_stage(fit, data$w, 0.5) else vcovHC(fit, type = "HC2")),
    row(id, "hc3", fit, if (iv) second_stage(fit, data$w, 1) else vcovHC(fit, type = "HC3")),
    row(id, "two-way group", fit, mended(raw(cluster = data[c("group", "year")]))),
    row(id, "two-way unit", fit, mended(raw(cluster = data[c("unit", "year")]))),
    row(id, "driscoll-kraay", fit, serial(TRUE)),
    row(id, "newey-west", fit, serial(FALSE)))
  if (iv && !weighted) {
    alone <- seq_len(nrow(data))
    found <- rbind(found,
      row(id, "hc2 clubSandwich", fit, as.matrix(vcovCR(fit, cluster = alone, type = "CR2"))),
      row(id, "hc3 clubSandwich", fit, as.matrix(vcovCR(fit, cluster = alone, type = "CR3"))))
  }
  if (!iv && !weighted && effects != "none") {
    effect <- c(unit = "individual", time = "time", `unit+time` = "twoways")[[effects]]
    within <- plm(y ~ x1 + x2, data = data, index = c("unit", "year"), model = "within", effect = effect)
    found <- rbind(found,
      row(id, "driscoll-kraay plm", within, vcovSCC(within, maxlag = LAGS)),
      row(id, "newey-west plm", within, vcovNW(within, maxlag = LAGS)),
      row(id, "two-way unit plm", within, mended(vcovDC(within))))
  }
  found
}
results <- NULL
for (shape in unique(panels$shape)) for (effects in names(dummies)) for (iv in c(FALSE, TRUE))
  for (weighted in c(FALSE, TRUE)) results <- rbind(results, model(shape, effects, iv, weighted))
for (column in c("estimate", "error")) results[[column]] <- sprintf("%.17g", results[[column]])
write.csv(results, file.path(arguments[2], "errors.csv"), row.names = FALSE, quote = FALSE)
names <- c("sandwich", "AER", "clubSandwich", "plm")
versions <- sapply(names, function(name) as.character(packageVersion(name)))
writeLines(c(R.version.string, paste(names, versions)), file.path(arguments[2], "versions.txt"))
