package io.roomwise.inference.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * Arithmetic with a number that is safe under autograd: DJL's own lets the number's memory go before the backward pass
 * reads it, and gradients are silently wrong. Here the number is a native array that the array's manager keeps.
 */
public final class Scalars {
    private Scalars() {}

    public static NDArray times(NDArray array, double factor) {
        NDManager manager = array.getManager();
        NDArray number = array.getDataType() == DataType.FLOAT64
                ? manager.create(factor)
                : manager.full(new Shape(), (float) factor, array.getDataType());
        return array.mul(number);
    }
}
