# The data sets that come with plm, which are not kept here: Rscript data.R <folder>
suppressPackageStartupMessages(library(plm))
folder <- commandArgs(trailingOnly = TRUE)[1]
write <- function(frame, name) {
  numbers <- names(frame)[-1]
  frame[numbers] <- lapply(frame[numbers], function(x) sprintf("%.17g", as.numeric(x)))
  write.csv(frame, file.path(folder, paste0(name, ".csv")), row.names = FALSE, quote = FALSE)
}

data("Crime")
crime <- Crime[, c("county", "year", grep("^l", names(Crime), value = TRUE))]
crime$west <- Crime$region == "west"
crime$central <- Crime$region == "central"
crime$smsa <- Crime$smsa == "yes"
names(crime)[1] <- "unit"
crime$year <- crime$year + 1900
write(crime, "crime")

data("Cigar")
real <- function(x) log(x / Cigar$cpi)
write(data.frame(unit = Cigar$state, year = Cigar$year + 1900, sales = log(Cigar$sales), price = real(Cigar$price),
                 income = real(Cigar$ndi), near = real(Cigar$pimin)), "cigar")

data("EmplUK")
employment <- data.frame(unit = EmplUK$firm, year = EmplUK$year)
for (column in c("emp", "wage", "capital", "output")) employment[[column]] <- log(EmplUK[[column]])
write(employment, "employment")
