package io.roomwise.inference.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * Which views were live when, and what follows for sums, maxima and attention.
 *
 * @param live float [B, N, T], 1 where the view was live, else 0
 */
public record Presence(NDArray live) {
    /** Hides a key or a view from a softmax or a maximum; finite, so that hiding all of them gives no NaN. */
    private static final double HIDDEN = -1e4;
    /** The logit of every class where nothing was live: a score of 0.00005. */
    private static final double NOTHING = -10;

    long windows() {
        return live.getShape().get(0);
    }

    long views() {
        return live.getShape().get(1);
    }

    long slots() {
        return live.getShape().get(2);
    }

    /** [B, N, T, 1]. */
    NDArray mask() {
        return live.expandDims(3);
    }

    /** For attention over the slots of a view, [B N, 1, 1, T]. */
    NDArray hiddenSlots() {
        return hidden(live).reshape(windows() * views(), 1, 1, slots());
    }

    /** For attention over the views in a slot, [B T, 1, 1, N]. */
    NDArray hiddenViews() {
        return hidden(live).transpose(0, 2, 1).reshape(windows() * slots(), 1, 1, views());
    }

    /** Of [B, N, T, x] over the live views, [B, T, x]; 0 where none is. */
    NDArray max(NDArray x) {
        NDArray any = anywhere();
        return x.add(hidden(mask())).max(new int[] {1}).mul(any);
    }

    /** Of [B, N, T, x] over the live views, [B, T, x]; 0 where none is. */
    NDArray mean(NDArray x) {
        int[] views = {1};
        return x.mul(mask()).sum(views).div(atLeastOne(mask().sum(views)));
    }

    /** Of [B, T, x] over the slots in which a view is live, [B, x]. */
    NDArray meanOverSlots(NDArray x) {
        int[] slots = {1};
        NDArray any = anywhere();
        return x.mul(any).sum(slots).div(atLeastOne(any.sum(slots)));
    }

    /** Logits [B, T, C] as they are where a view is live, and as nothing where none is. */
    NDArray orNothing(NDArray logits) {
        NDArray any = anywhere();
        return logits.mul(any).add(Scalars.times(any.neg().add(1), NOTHING));
    }

    /** [B, T, 1], 1 where any view is live. */
    public NDArray anywhere() {
        return live.max(new int[] {1}).expandDims(2);
    }

    static NDArray hidden(NDArray mask) {
        return Scalars.times(mask.neg().add(1), HIDDEN);
    }

    private static NDArray atLeastOne(NDArray count) {
        return count.maximum(count.onesLike());
    }

    /** [B N, T, x] as [B, N, T, x]. */
    NDArray byView(NDArray x) {
        return x.reshape(new Shape(windows(), views(), slots(), x.getShape().get(2)));
    }

    /** [B, N, T, x] as [B N, T, x]. */
    NDArray streams(NDArray x) {
        return x.reshape(windows() * views(), slots(), x.getShape().get(3));
    }
}
