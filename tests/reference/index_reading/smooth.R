# Correlation ratios by mgcv: Rscript smooth.R output, after run.py has written data.csv.
library(mgcv)
folder <- commandArgs(trailingOnly = TRUE)[1]
data <- read.csv(file.path(folder, "data.csv"))
y <- rowSums(data)
ratio <- sapply(names(data), function(name) {
  x <- data[[name]]
  knots <- list(x = quantile(x, seq(0, 1, length.out = 10)))
  fit <- gam(y ~ s(x, bs = "cr", k = 10), knots = knots, method = "GCV.Cp")
  f <- fitted(fit)
  sum((f - mean(f))^2) / sum((y - mean(y))^2)
})
out <- data.frame(name = names(data), ratio = sprintf("%.10f", ratio))
write.csv(out, file.path(folder, "smooth.csv"), row.names = FALSE, quote = FALSE)
cat(R.version.string, "mgcv", as.character(packageVersion("mgcv")), "\n",
    file = file.path(folder, "smooth_session.txt"))
