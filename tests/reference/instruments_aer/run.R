# The diagnostics of AER::ivreg on regressions with dummies: Rscript run.R <input.csv> <output folder>
# Weak instruments, Wu-Hausman and Sargan, under iid errors, HC0 and clusters without a factor.
suppressPackageStartupMessages({library(AER); library(sandwich)})
arguments <- commandArgs(trailingOnly = TRUE)
panel <- read.csv(arguments[1])
panel$one <- 1

dummies <- c(none = "", unit = "+ factor(unit)", "unit+time" = "+ factor(unit) + factor(time)")
endogenous <- list("1of1" = "x1", "1of3" = "x1", "2of2" = c("x1", "x2"), "2of3" = c("x1", "x2"))
instruments <- list("1of1" = "z1", "1of3" = c("z1", "z2", "z3"), "2of2" = c("z1", "z2"),
                    "2of3" = c("z1", "z2", "z3"))
kinds <- list(
  iid = NULL,
  hc1 = function(x) vcovHC(x, type = "HC0"),
  cluster = function(x) vcovCL(x, cluster = panel$cluster, type = "HC0", cadjust = FALSE)
)
rows <- list()
for (effects in names(dummies)) for (set in names(endogenous)) for (kind in names(kinds)) {
  exogenous <- paste("x3", dummies[[effects]])
  text <- paste("y ~", paste(endogenous[[set]], collapse = " + "), "+", exogenous, "|",
                paste(instruments[[set]], collapse = " + "), "+", exogenous)
  fit <- ivreg(as.formula(text), data = panel)
  # summary() itself would also test all dummies together, which clusters cannot.
  told <- AER:::ivdiag(fit, vcov. = kinds[[kind]])
  found <- data.frame(effects = effects, set = set, kind = kind, test = rownames(told), told)
  rows[[length(rows) + 1]] <- found
}
out <- do.call(rbind, rows)
names(out) <- c("effects", "set", "kind", "test", "df1", "df2", "statistic", "p")
for (name in c("statistic", "p")) out[[name]] <- format(out[[name]], digits = 17)
dir.create(arguments[2], showWarnings = FALSE, recursive = TRUE)
write.csv(out, file.path(arguments[2], "diagnostics.csv"), row.names = FALSE, quote = FALSE)
writeLines(c(R.version.string, paste("AER", packageVersion("AER")),
             paste("sandwich", packageVersion("sandwich"))), file.path(arguments[2], "versions.txt"))
