package io.roomwise.trainer.detector;

import io.roomwise.inference.model.Convolution;
import java.util.List;

/**
 * What the detector's topology is written in: run eagerly to train it, or recorded as a graph to export it, so that
 * there is one topology.
 *
 * @param <X> a value between two layers, [n, channels, height, width]
 */
interface Operators<X> {
    X convolution(Convolution layer, X x);

    X add(X a, X b);

    /** Along the channels. */
    X concat(List<X> parts);

    /** The largest of 5 x 5 neighbours, size unchanged. */
    X maxPool(X x);

    /** Each pixel becomes 2 x 2. */
    X upsample(X x);

    /** The same value, through which no gradient flows. */
    X detach(X x);
}
