# Treatments, scales and means of COINr: Rscript run.R <checkout of COINr 1.1.14> <output folder>
# Its functions are read from the checkout, so that its plots' dependencies need not be installed. asem.csv are
# fifteen indicators of its example data (51 countries; Becker et al. 2019).
arguments <- commandArgs(trailingOnly = TRUE)
for (name in c("treat", "normalise", "aggregate", "utils"))
  source(file.path(arguments[1], "R", paste0(name, ".R")))
load(file.path(arguments[1], "data", "ASEM_iData.rda"))
names_of <- c("LPI", "Flights", "Ship", "Bord", "Elec", "Gas", "ConSpeed", "Cov4G", "Goods", "Services", "FDI",
              "PRemit", "ForPort", "CO2", "PrimEner")
x <- as.data.frame(ASEM_iData)[names_of]

write <- function(frame, name) {
  frame[] <- lapply(frame, function(x) if (is.numeric(x)) ifelse(is.na(x), "", sprintf("%.17g", x)) else x)
  write.csv(frame, file.path(arguments[2], name), row.names = FALSE, quote = FALSE)
}
write(cbind(unit = ASEM_iData$uCode, x), "asem.csv")

treated <- lapply(x, winsorise, na.rm = TRUE)
write(data.frame(
  indicator = names_of,
  skewness = sapply(x, skew, na.rm = TRUE), kurtosis = sapply(x, kurt, na.rm = TRUE),
  points = sapply(treated, function(one) one$nwin),
  skewness_after = sapply(treated, function(one) skew(one$x, na.rm = TRUE)),
  kurtosis_after = sapply(treated, function(one) kurt(one$x, na.rm = TRUE))
), "winsorised.csv")
write(as.data.frame(lapply(treated, function(one) one$x)), "treated.csv")

middle <- function(column) stats::median(column, na.rm = TRUE)
write(as.data.frame(lapply(x, n_minmax, l_u = c(1, 100))), "minmax.csv")
write(as.data.frame(lapply(x, n_zscore, m_sd = c(10, 2))), "z.csv")
write(as.data.frame(lapply(x, function(v) n_dist2targ(v, middle(v)))), "target.csv")
write(as.data.frame(lapply(x, function(v) n_dist2targ(v, middle(v), direction = -1, cap_max = TRUE))),
      "target_down.csv")
write(as.data.frame(lapply(x, n_prank, ties.method = "average")), "rank.csv")
posts <- function(v) c(stats::quantile(v, c(0.1, 0.9), na.rm = TRUE, names = FALSE), 1)
write(as.data.frame(lapply(x, function(v) n_goalposts(v, posts(v)))), "goalposts.csv")
write(as.data.frame(lapply(x, function(v) n_goalposts(v, posts(v), direction = -1, trunc2posts = FALSE))),
      "goalposts_down.csv")

scaled <- as.data.frame(lapply(x[1:4], n_minmax, l_u = c(1, 100)))
weights <- c(1, 1, 2, 1)
mean_by <- function(rule, ...) Aggregate(scaled, f_ag = rule, f_ag_para = list(w = weights, ...), dat_thresh = 0.7)
write(data.frame(arithmetic = mean_by("a_amean"), geometric = mean_by("a_gmean"),
                 harmonic = mean_by("a_hmean"), power = mean_by("a_genmean", p = 2)), "means.csv")
write(data.frame(row = 1:3, score = Aggregate(data.frame(a = c(1, 2, 3), b = c(3, NA, NA), c = c(1, NA, 1)),
      f_ag = "a_amean", f_ag_para = list(w = c(1, 1, 1)), dat_thresh = 2 / 3)), "present.csv")
writeLines(c(R.version.string, paste("COINr", read.dcf(file.path(arguments[1], "DESCRIPTION"))[, "Version"])),
           file.path(arguments[2], "versions.txt"))
