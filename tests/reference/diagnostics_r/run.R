# Diagnostics of panels by plm, sandwich and lm: Rscript run.R <folder with data.csv>; writes output/numbers.csv there.
suppressPackageStartupMessages({library(plm); library(sandwich)})
folder <- commandArgs(trailingOnly = TRUE)[1]
data <- read.csv(file.path(folder, "data.csv"))
numbers <- NULL
number <- function(case, name, value) {
  numbers <<- rbind(numbers, data.frame(case = case, name = name, value = sprintf("%.17g", as.numeric(value))))
}
before <- function(frame, column) {
  frame[[column]][match(paste(frame$unit, frame$year - 1), paste(frame$unit, frame$year))]
}
serial <- function(case, dummies) {
  # Drukker (2003), step by step, changes and lags by the calendar.
  frame <- data
  if (dummies) for (year in unique(data$year)[-1]) frame[[paste0("t", year)]] <- as.numeric(data$year == year)
  columns <- setdiff(names(frame), c("unit", "year", "y"))
  changes <- data.frame(unit = frame$unit, year = frame$year, y = frame$y - before(frame, "y"))
  for (column in columns) changes[[column]] <- frame[[column]] - before(frame, column)
  changes <- changes[complete.cases(changes), ]
  changes$e <- residuals(lm(reformulate(columns, "y", intercept = FALSE), changes))
  changes$lag <- before(changes, "e")
  second <- changes[complete.cases(changes), ]
  fit <- lm(e ~ 0 + lag, second)
  groups <- length(unique(second$unit))
  variance <- vcovCL(fit, cluster = second$unit, type = "HC0", cadjust = FALSE) * groups / (groups - 1)
  f <- (coef(fit) + 0.5)^2 / variance
  number(case, "f", f)
  number(case, "p", pf(f, 1, groups - 1, lower.tail = FALSE))
  number(case, "coefficient", coef(fit))
}
serial("wooldridge", FALSE)
serial("wooldridge times", TRUE)
panel <- pdata.frame(data, index = c("unit", "year"))
for (effect in c("individual", "twoways")) {
  fit <- plm(y ~ x1 + x2, panel, model = "within", effect = effect)
  test <- pcdtest(fit, test = "cd")
  number(paste("cd", effect), "cd", test$statistic)
  number(paste("cd", effect), "p", test$p.value)
  e <- residuals(fit)
  unit <- index(fit)[[1]]
  own <- tapply(e^2, unit, mean)
  variance <- tapply(e^2, unit, var) / tapply(e, unit, length)
  wald <- sum((own - mean(e^2))^2 / variance)
  number(paste("wald", effect), "chi2", wald)
  number(paste("wald", effect), "p", pchisq(wald, length(own), lower.tail = FALSE))
  dummies <- if (effect == "twoways") c("factor(unit)", "factor(year)") else "factor(unit)"
  for (pair in list(c("x1", "x2"), c("x2", "x1"))) {
    full <- lm(reformulate(c(pair[2], dummies), pair[1]), data)
    bare <- lm(reformulate(dummies, pair[1]), data)
    number(paste("vif", effect), pair[1], deviance(bare) / deviance(full))
  }
}
write.csv(numbers, file.path(folder, "output", "numbers.csv"), row.names = FALSE, quote = FALSE)
versions <- sapply(c("plm", "sandwich"), function(name) as.character(packageVersion(name)))
writeLines(c(R.version.string, paste(names(versions), versions)), file.path(folder, "output", "versions.txt"))
