# Components and varimax factors of the Technology Achievement Index: Rscript run.R <tai.csv> <output folder>
# tai.csv is the appendix of the Handbook on Constructing Composite Indicators (OECD and JRC 2008): 23 countries,
# 8 indicators (telephones and electricity in logarithms).
arguments <- commandArgs(trailingOnly = TRUE)
tai <- read.csv(arguments[1], row.names = 1)
upright <- function(columns) sweep(columns, 2, ifelse(colSums(columns) < 0, -1, 1), "*")

pca <- prcomp(tai, scale. = TRUE)
values <- pca$sdev^2
vectors <- upright(pca$rotation)

kaiser <- which(values > 1)
composite <- vectors[, kaiser] %*% values[kaiser] / sum(values[kaiser])

kept <- which(values >= 0.7)
loadings <- vectors[, kept] %*% diag(sqrt(values[kept]))
rotated <- upright(unclass(varimax(loadings, normalize = TRUE, eps = 1e-15)$loadings))
shares <- colSums(rotated^2) / sum(rotated^2)
scaled <- sweep(rotated^2, 2, colSums(rotated^2), "/")
home <- max.col(rotated, ties.method = "first")
products <- scaled[cbind(seq_along(home), home)] * shares[home]

write <- function(frame, name) {
  frame[] <- lapply(frame, function(x) if (is.numeric(x)) sprintf("%.17g", x) else x)
  write.csv(frame, file.path(arguments[2], name), row.names = FALSE, quote = FALSE)
}
write(data.frame(value = values), "eigenvalues.csv")
write(data.frame(indicator = names(tai), first = vectors[, 1], pca = vectors[, 1]^2,
                 composite = composite / sum(composite), factor = products / sum(products), rotated),
      "weights.csv")
writeLines(R.version.string, file.path(arguments[2], "versions.txt"))
