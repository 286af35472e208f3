# Munnell's states in few clusters by clubSandwich: Rscript run.R <input.csv> <output folder>
# One row for each model and slope: estimate, CR2 error with Satterthwaite's degrees of freedom and p, and the
# error of CR3 as clubSandwich has it, without the factor (G - 1) / G. With dummies of states, which lie within the
# clusters, I - H has no inverse and there is no CR3.
suppressPackageStartupMessages({library(clubSandwich); library(AER)})
arguments <- commandArgs(trailingOnly = TRUE)
states <- read.csv(arguments[1])
slopes <- c("pcap", "pc", "emp", "unemp")
dummies <- c("none" = "1", "unit" = "factor(state)", "time" = "factor(year)",
             "unit+time" = "factor(state) + factor(year)")

row <- function(model, fit, clusters) {
  v2 <- vcovCR(fit, cluster = clusters, type = "CR2")
  nested <- any(grepl("state", names(coef(fit))))
  v3 <- if (nested) rep(NA, length(slopes)) else sqrt(diag(vcovCR(fit, cluster = clusters, type = "CR3")))[slopes]
  tests <- coef_test(fit, vcov = v2, test = "Satterthwaite", coefs = slopes)
  data.frame(model = model, term = slopes, estimate = tests$beta, cr2 = tests$SE, df = tests$df_Satt,
             p = tests$p_Satt, cr3 = v3)
}
least_squares <- function(effects, data, cluster, words = "", weighted = FALSE) {
  equation <- as.formula(paste("gsp ~ pcap + pc + emp + unemp +", dummies[effects]))
  name <- trimws(paste(effects, cluster, words))
  # Means off, which changes no slope: dummies and logarithms near 10 cost clubSandwich digits.
  for (column in c("gsp", slopes)) data[[column]] <- data[[column]] - mean(data[[column]])
  fit <- lm(equation, data = data)
  if (weighted) {
    # The regression of rows times the roots of their weights, dummies too: errors there are the working model.
    x <- model.matrix(fit) * sqrt(data$weight)
    y <- data$gsp * sqrt(data$weight)
    fit <- lm(y ~ . - 1, data = as.data.frame(x))
  }
  row(name, fit, data[[cluster]])
}
instrumented <- function(effects, data, cluster, words) {
  data <- data[!is.na(data$lag), ]
  rest <- paste("pc + emp + unemp +", dummies[effects])
  fit <- ivreg(as.formula(paste("gsp ~ pcap +", rest, "|", "lag +", rest)), data = data)
  row(trimws(paste(effects, cluster, words)), fit, data[[cluster]])
}

gaps <- states[states$gap == 0, ]
results <- rbind(
  least_squares("none", states, "region"),
  least_squares("unit", states, "region"),
  least_squares("time", states, "region"),
  least_squares("unit+time", states, "region"),
  least_squares("unit+time", states, "state"),
  least_squares("unit+time", gaps, "region", "gaps"),
  least_squares("unit+time", gaps, "state", "gaps"),
  least_squares("none", gaps, "region", "gaps weighted", TRUE),
  least_squares("unit+time", gaps, "region", "gaps weighted", TRUE),
  instrumented("none", states, "region", "2sls"),
  instrumented("unit", states, "region", "2sls"),
  instrumented("unit+time", states, "region", "2sls"),
  instrumented("unit+time", gaps, "region", "gaps 2sls")
)
for (column in setdiff(names(results), c("model", "term"))) results[[column]] <- sprintf("%.17g", results[[column]])
write.csv(results, file.path(arguments[2], "estimates.csv"), row.names = FALSE, quote = FALSE)
versions <- sapply(c("clubSandwich", "AER"), function(name) as.character(packageVersion(name)))
writeLines(c(R.version.string, paste(names(versions), versions)), file.path(arguments[2], "versions.txt"))
