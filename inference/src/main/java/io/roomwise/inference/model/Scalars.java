package io.roomwise.inference.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * Arithmetic with a number that is safe under autograd: DJL's own lets the number's memory go before the backward pass
 * reads it, and gradients are silently wrong. Here the number is a native array that the array's manager keeps.
 */
public final class Scalars {
    private Scalars() {}

    public static NDArray times(NDArray array, double factor) {
        return array.mul(array.getManager().full(new Shape(), (float) factor, array.getDataType()));
    }
}
