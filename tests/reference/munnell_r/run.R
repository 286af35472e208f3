# Munnell's states by plm, sandwich and AER: Rscript run.R <input.csv> <output folder>
# One row for each model and slope: estimate, its iid error, its error clustered by state without any
# small-sample factor (plm: Arellano 1987; others: sandwich::vcovCL on a regression with dummies).
suppressPackageStartupMessages({library(plm); library(sandwich); library(AER)})
arguments <- commandArgs(trailingOnly = TRUE)
states <- read.csv(arguments[1])
slopes <- c("pcap", "pc", "emp", "unemp")
equation <- gsp ~ pcap + pc + emp + unemp

row <- function(model, b, iid, cluster) {
  data.frame(model = model, term = slopes, estimate = b[slopes],
             iid = sqrt(diag(iid))[slopes], cluster = sqrt(diag(cluster))[slopes])
}
by_plm <- function(name, data, effect) {
  fit <- plm(equation, data = data, index = c("state", "year"), model = "within", effect = effect)
  row(name, coef(fit), vcov(fit), vcovHC(fit, method = "arellano", type = "HC0", cluster = "group"))
}
by_dummies <- function(name, data, dummies, weighted = FALSE) {
  data$w <- if (weighted) data$weight else 1
  fit <- lm(update(equation, paste(". ~ . +", dummies)), data = data, weights = w)
  row(name, coef(fit), vcov(fit), vcovCL(fit, cluster = data$state, type = "HC0", cadjust = FALSE))
}
by_ivreg <- function(name, data, dummies) {
  # The lag of public capital instruments public capital.
  data <- data[!is.na(data$lag), ]
  formula <- as.formula(paste("gsp ~ pcap + pc + emp + unemp +", dummies, "| lag + pc + emp + unemp +", dummies))
  fit <- ivreg(formula, data = data)
  row(name, coef(fit), vcov(fit), vcovCL(fit, cluster = data$state, type = "HC0", cadjust = FALSE))
}
pooled <- function(name, data) {
  fit <- plm(equation, data = data, index = c("state", "year"), model = "pooling")
  row(name, coef(fit), vcov(fit), vcovHC(fit, method = "arellano", type = "HC0", cluster = "group"))
}

gaps <- states[states$gap == 0, ]
results <- rbind(
  pooled("none", states),
  by_plm("unit", states, "individual"),
  by_plm("time", states, "time"),
  by_plm("unit+time", states, "twoways"),
  by_plm("unit gaps", gaps, "individual"),
  by_dummies("unit+time gaps", gaps, "factor(state) + factor(year)"),
  by_dummies("unit+time weighted", states, "factor(state) + factor(year)", TRUE),
  by_dummies("unit+time gaps weighted", gaps, "factor(state) + factor(year)", TRUE),
  by_ivreg("unit 2sls", states, "factor(state)"),
  by_ivreg("unit+time 2sls", states, "factor(state) + factor(year)"),
  by_ivreg("unit+time gaps 2sls", gaps, "factor(state) + factor(year)")
)
for (column in c("estimate", "iid", "cluster")) results[[column]] <- sprintf("%.17g", results[[column]])
write.csv(results, file.path(arguments[2], "estimates.csv"), row.names = FALSE, quote = FALSE)
versions <- sapply(c("plm", "sandwich", "AER"), function(name) as.character(packageVersion(name)))
writeLines(c(R.version.string, paste(names(versions), versions)), file.path(arguments[2], "versions.txt"))
