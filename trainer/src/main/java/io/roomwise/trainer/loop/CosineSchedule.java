package io.roomwise.trainer.loop;

/**
 * Rate of a step: a linear rise over the first steps, then a half cosine down to the floor.
 *
 * @param peak the largest rate
 * @param floor the last rate
 * @param warmUp steps of the rise
 * @param steps of the whole run
 */
public record CosineSchedule(double peak, double floor, long warmUp, long steps) {
    public CosineSchedule {
        if (!(peak >= floor && floor >= 0) || warmUp < 0 || steps < 1) {
            throw new IllegalArgumentException(
                    "schedule from " + peak + " to " + floor + ", warm-up " + warmUp + " of " + steps + " steps");
        }
    }

    public double rate(long step) {
        if (step < warmUp) {
            return peak * (step + 1) / warmUp;
        }
        double progress = Math.min(1, (step - warmUp) / (double) Math.max(1, steps - warmUp));
        return floor + (peak - floor) * 0.5 * (1 + Math.cos(Math.PI * progress));
    }
}
