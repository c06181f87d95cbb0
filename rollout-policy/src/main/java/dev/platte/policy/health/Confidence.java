package dev.platte.policy.health;

/**
 * How sure a rule must be before it acts, for one-sided bounds.
 *
 * @param probability 0.5 (act on the plain rate) to 0.9999
 */
public record Confidence(double probability) {

    public static final Confidence P90 = new Confidence(0.90);
    public static final Confidence P95 = new Confidence(0.95);
    public static final Confidence P99 = new Confidence(0.99);

    public Confidence {
        if (!(probability >= 0.5 && probability <= 0.9999)) {
            throw new IllegalArgumentException(
                    "a confidence lies in 0.5 to 0.9999, not " + probability);
        }
    }

    /**
     * The one-sided normal quantile: 1.645 for 0.95, 2.326 for 0.99.
     *
     * <p>Found by halving on the distribution function; 60 halvings of [0, 4] are exact to a {@code
     * double}.
     */
    public double z() {
        double low = 0;
        double high = 4;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (below(middle) < probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /**
     * The standard normal distribution at 0 to 4: 1/2 + density * (x + x^3/3 + x^5/(3*5) +
     * x^7/(3*5*7) + ...).
     */
    private static double below(double x) {
        double term = x;
        double sum = x;
        for (int odd = 3; term > sum * 1e-17; odd += 2) {
            term *= x * x / odd;
            sum += term;
        }
        return 0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }
}
