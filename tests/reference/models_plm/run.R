# Models of panels by plm and AER: Rscript run.R <folder with the output of make.py and data.R> <output folder>
# estimates.csv: a row for each model and slope: estimate, iid error, error clustered by unit without any
# small-sample factor (Arellano 1987; NA where plm has none). numbers.csv: what else each model or test gives.
suppressPackageStartupMessages({library(plm); library(Formula); library(AER); library(sandwich)})
arguments <- commandArgs(trailingOnly = TRUE)
sets <- c("investment", "wages", "gaps", "crime", "cigar", "employment")
data <- lapply(setNames(sets, sets), function(name) {
  pdata.frame(read.csv(file.path(arguments[1], paste0(name, ".csv"))), index = c("unit", "year"))
})
estimates <- numbers <- NULL
number <- function(case, name, value) {
  numbers <<- rbind(numbers, data.frame(case = case, name = name, value = as.numeric(value)))
}
keep <- function(case, fit, terms, robust = TRUE) {
  b <- coef(fit)[terms]
  cluster <- if (robust) sqrt(diag(vcovHC(fit, method = "arellano", type = "HC0", cluster = "group")))[terms] else NA
  estimates <<- rbind(estimates, data.frame(case = case, term = terms, estimate = b,
                                            iid = sqrt(diag(vcov(fit)))[terms], cluster = cluster))
}
random <- function(case, formula, set, terms, method = "swar", ...) {
  fit <- plm(formula, data = data[[set]], model = "random", random.method = method, ...)
  keep(case, fit, terms)
  parts <- fit$ercomp
  number(case, "sigma_rest", sqrt(parts$sigma2[["idios"]]))
  number(case, "sigma_unit", sqrt(parts$sigma2[["id"]]))
  number(case, "theta_least", min(parts$theta))
  number(case, "theta_most", max(parts$theta))
}
hausman <- function(case, formula, set) {
  test <- phtest(plm(formula, data = data[[set]], model = "within"), plm(formula, data = data[[set]], model = "random"))
  number(case, "hausman", test$statistic)
  number(case, "hausman_df", test$parameter)
}
hausman_slopes <- function(case, formula, set, dummies) {
  # phtest counts time dummies among the coefficients that are compared; here are the others alone.
  slopes <- attr(terms(formula), "term.labels")
  full <- update(formula, paste(". ~ . +", dummies))
  fits <- lapply(c("within", "random"), function(model) plm(full, data = data[[set]], model = model))
  gap <- coef(fits[[1]])[slopes] - coef(fits[[2]])[slopes]
  variance <- vcov(fits[[1]])[slopes, slopes] - vcov(fits[[2]])[slopes, slopes]
  number(case, "hausman", gap %*% solve(variance, gap))
  number(case, "hausman_df", length(slopes))
}
auxiliary <- function(case, formula, set) {
  # The default of vcovHC, arellano and HC0 by group.
  test <- phtest(formula, data = data[[set]], method = "aux", vcov = vcovHC)
  number(case, "hausman_robust", test$statistic)
  number(case, "hausman_robust_df", test$parameter)
}
auxiliary_unbalanced <- function(case, formula, set) {
  # phtest leaves the constant of its auxiliary regression as it is, which is the model's in balanced panels only.
  fit <- plm(formula, data = data[[set]], model = "random")
  theta <- ercomp(formula, data = data[[set]])$theta
  frame <- data.frame(y = data[[set]][[all.vars(formula)[1]]], model.matrix(formula, data[[set]])[, -1])
  unit <- index(data[[set]])[[1]]
  means <- sapply(frame, function(column) ave(as.numeric(column), unit))
  star <- as.matrix(frame) - theta * means
  within <- as.matrix(frame)[, -1] - means[, -1]
  aux <- lm(star[, 1] ~ 0 + I(1 - theta) + star[, -1] + within)
  at <- ncol(star) + seq_len(ncol(within))
  b <- coef(aux)[at]
  v <- vcovCL(aux, cluster = unit, type = "HC0", cadjust = FALSE)[at, at]
  number(case, "hausman_robust", b %*% solve(v, b))
  number(case, "hausman_robust_df", length(at))
}
multiplier <- function(case, formula, set) {
  number(case, "breusch_pagan", plmtest(formula, data = data[[set]], type = "bp")$statistic)
}

# Grunfeld.
invest <- invest ~ value + capital
keep("investment between", plm(invest, data$investment, model = "between"), c("value", "capital"), FALSE)
keep("investment fd", plm(invest, data$investment, model = "fd"), c("(Intercept)", "value", "capital"))
random("investment swamy-arora", invest, "investment", c("(Intercept)", "value", "capital"))
random("investment wallace-hussain", invest, "investment", c("(Intercept)", "value", "capital"), "walhus",
       random.dfcor = c(3, 3))
hausman("investment", invest, "investment")
auxiliary("investment", invest, "investment")
multiplier("investment", invest, "investment")

# Wages: regressors fixed in each man.
wage <- lwage ~ union + married + expersq + educ + black + hisp
slopes <- c("union", "married", "expersq", "educ", "black", "hisp")
keep("wages between", plm(wage, data$wages, model = "between"), slopes, FALSE)
random("wages swamy-arora", wage, "wages", c("(Intercept)", slopes))
random("wages times swamy-arora", update(wage, . ~ . + exper + factor(year)), "wages", c(slopes, "exper"))
keep("wages fd", plm(lwage ~ union + married + expersq, data$wages, model = "fd"), c("union", "married", "expersq"))
hausman("wages", lwage ~ union + married + expersq, "wages")
auxiliary("wages", lwage ~ union + married + expersq, "wages")
multiplier("wages", wage, "wages")

# Unbalanced, with gaps. plm's "swar" is Baltagi and Chang's there.
equation <- y ~ x1 + x2 + fixed
keep("gaps between", plm(equation, data$gaps, model = "between"), c("x1", "x2", "fixed"), FALSE)
random("gaps baltagi-chang", equation, "gaps", c("(Intercept)", "x1", "x2", "fixed"))
random("gaps wallace-hussain", equation, "gaps", c("(Intercept)", "x1", "x2", "fixed"), "walhus")
random("gaps times baltagi-chang", update(equation, . ~ . + factor(year)), "gaps", c("x1", "x2", "fixed"))
# phtest prints the absolute value of a statistic that is negative here.
hausman("gaps", y ~ x1 + x2, "gaps")
auxiliary_unbalanced("gaps", y ~ x1 + x2, "gaps")
multiplier("gaps", equation, "gaps")
mundlak <- y ~ x1 + x2 + fixed + Between(x1) + Between(x2)
# "swar" cannot tell the means from their own means.
random("gaps mundlak wallace-hussain", mundlak, "gaps",
       c("(Intercept)", "x1", "x2", "fixed", "Between(x1)", "Between(x2)"), "walhus")

# Crime in North Carolina (Cornwell and Trumbull 1994; Baltagi 2006).
crime <- lcrmrte ~ lprbarr + lpolpc + lprbconv + lprbpris + lavgsen + ldensity + lwcon + lwtuc + lwtrd + lwfir +
  lwser + lwmfg + lwfed + lwsta + lwloc + lpctymle + lpctmin + west + central + smsa
all <- attr(terms(crime), "term.labels")
varying <- setdiff(all, c("lpctmin", "west", "central", "smsa"))
instrumented <- function(formula) as.Formula(formula, ~ . - lprbarr - lpolpc + ltaxpc + lmix)
timed <- update(crime, . ~ . + factor(year))
moving <- update(timed, . ~ . - lpctmin - west - central - smsa)
keep("crime between", plm(crime, data$crime, model = "between"), all, FALSE)
keep("crime between 2sls", plm(instrumented(crime), data$crime, model = "between"), all, FALSE)
keep("crime within", plm(moving, data$crime, model = "within"), varying)
keep("crime within 2sls", plm(instrumented(moving), data$crime, model = "within"), varying, FALSE)
random("crime times swamy-arora", timed, "crime", all)
random("crime times 2sls swamy-arora", instrumented(timed), "crime", all, inst.method = "bvk")

# Cigarettes.
smoke <- sales ~ price + income + near
keep("cigar between", plm(smoke, data$cigar, model = "between"), c("price", "income", "near"), FALSE)
keep("cigar fd", plm(smoke, data$cigar, model = "fd"), c("(Intercept)", "price", "income", "near"))
random("cigar swamy-arora", smoke, "cigar", c("(Intercept)", "price", "income", "near"))
hausman("cigar", smoke, "cigar")
hausman_slopes("cigar times", smoke, "cigar", "factor(year)")
auxiliary("cigar", smoke, "cigar")

# Employment: unbalanced without gaps; Anderson and Hsiao (1981) with the level two years before as instrument.
employ <- emp ~ wage + capital + output
keep("employment fd", plm(employ, data$employment, model = "fd"), c("(Intercept)", "wage", "capital", "output"))
random("employment baltagi-chang", employ, "employment", c("(Intercept)", "wage", "capital", "output"))
firms <- data$employment
changes <- data.frame(
  unit = as.character(index(firms)[[1]]), emp = c(diff(firms$emp)), lag = c(lag(diff(firms$emp))),
  level = c(lag(firms$emp, 2)), wage = c(diff(firms$wage)), capital = c(diff(firms$capital)),
  output = c(diff(firms$output)))
changes <- changes[complete.cases(changes), ]
hsiao <- ivreg(emp ~ lag + wage + capital + output | level + wage + capital + output, data = changes)
terms <- c("(Intercept)", "lag", "wage", "capital", "output")
estimates <- rbind(estimates, data.frame(
  case = "employment anderson-hsiao", term = terms, estimate = coef(hsiao)[terms], iid = sqrt(diag(vcov(hsiao)))[terms],
  cluster = sqrt(diag(vcovCL(hsiao, cluster = changes$unit, type = "HC0", cadjust = FALSE)))[terms]))

write <- function(frame, columns, name) {
  frame[columns] <- lapply(frame[columns], function(x) sprintf("%.17g", x))
  write.csv(frame, file.path(arguments[2], name), row.names = FALSE, quote = FALSE)
}
write(estimates, c("estimate", "iid", "cluster"), "estimates.csv")
write(numbers, "value", "numbers.csv")
versions <- sapply(c("plm", "sandwich", "AER"), function(name) as.character(packageVersion(name)))
writeLines(c(R.version.string, paste(names(versions), versions)), file.path(arguments[2], "versions.txt"))
