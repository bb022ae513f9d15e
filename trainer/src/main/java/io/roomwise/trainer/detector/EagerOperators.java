package io.roomwise.trainer.detector;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.pooling.Pool;
import io.roomwise.inference.model.Convolution;
import java.util.List;

/** Runs the topology at once. */
record EagerOperators(boolean training) implements Operators<NDArray> {
    @Override
    public NDArray convolution(Convolution layer, NDArray x) {
        return layer.forward(x, training);
    }

    @Override
    public NDArray add(NDArray a, NDArray b) {
        return a.add(b);
    }

    @Override
    public NDArray concat(List<NDArray> parts) {
        return NDArrays.concat(new NDList(parts), 1);
    }

    @Override
    public NDArray maxPool(NDArray x) {
        return Pool.maxPool2d(x, new Shape(5, 5), new Shape(1, 1), new Shape(2, 2), false);
    }

    @Override
    public NDArray upsample(NDArray x) {
        Shape s = x.getShape();
        long n = s.get(0) * s.get(1);
        return x.reshape(n, s.get(2), 1, s.get(3), 1)
                .broadcast(new Shape(n, s.get(2), 2, s.get(3), 2))
                .reshape(s.get(0), s.get(1), 2 * s.get(2), 2 * s.get(3));
    }

    @Override
    public NDArray detach(NDArray x) {
        return x.stopGradient();
    }
}
