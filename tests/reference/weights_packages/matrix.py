"""The matrix that packages weigh: positive, without ties; its third column can be taken for a cost."""

import numpy as np

MATRIX = np.array([
    [2.1, 310.0, 0.52, 7.5, 12.0], [1.4, 455.0, 0.91, 3.1, 15.5], [3.7, 290.0, 0.33, 9.9, 11.2],
    [0.6, 512.0, 1.40, 1.2, 19.1], [2.9, 377.0, 0.78, 5.4, 10.3], [1.1, 603.0, 0.25, 8.8, 17.7],
    [4.4, 348.0, 0.64, 2.6, 13.9], [0.9, 421.0, 1.12, 6.3, 14.2], [1.9, 266.0, 0.47, 4.7, 18.4],
])  # fmt: skip
COST = 2
