package dev.plumbline.calibration;

/** The sums of one cell while they are being added up; what rounding loses on the way is carried along. */
final class CellAccumulator {

    private long rows;
    private final double[] sums = new double[CellSums.SUMS];
    private final double[] lost = new double[CellSums.SUMS];

    void add(CellSums addend) {
        rows = Math.addExact(rows, addend.n());
        double[] terms = addend.sums();
        for (int k = 0; k < terms.length; k++) {
            double next = sums[k] + terms[k];
            lost[k] += NeumaierSum.lost(sums[k], terms[k], next);
            sums[k] = next;
        }
    }

    CellSums total() {
        double[] total = sums.clone();
        for (int k = 0; k < total.length; k++) {
            total[k] += lost[k];
        }
        return CellSums.of(rows, total);
    }
}
