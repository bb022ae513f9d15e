package io.roomwise.inference.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The named arrays of one network, with one owner. Initial values come from Java's random numbers, so that a seed means
 * the same network on any machine.
 *
 * <p>DJL attaches a result to the manager of the left operand: no expression may start with a weight, or the result
 * would live as long as the network.
 */
public final class Weights implements AutoCloseable {
    private final NDManager manager = NDManager.newBaseManager();
    private final Map<String, NDArray> arrays = new LinkedHashMap<>();
    private final Set<String> learned = new TreeSet<>();
    private final Random random;

    /** A weight that is learned. Decay pulls matrices and kernels towards zero, not biases and scales. */
    public record Learned(String name, NDArray array, boolean decays) {}

    public Weights(long seed) {
        random = new Random(seed);
    }

    /** Normally distributed values, learned. */
    public NDArray normal(String name, double deviation, long... shape) {
        return learn(name, shape, () -> random.nextGaussian() * deviation);
    }

    /** Equal values, learned. */
    public NDArray filled(String name, double value, long... shape) {
        return learn(name, shape, () -> value);
    }

    /** Equal values that are not learned: running means and variances. */
    NDArray fixed(String name, double value, long... shape) {
        return add(name, shape, () -> value);
    }

    private NDArray learn(String name, long[] shape, DoubleSupplier value) {
        NDArray array = add(name, shape, value);
        array.setRequiresGradient(true);
        learned.add(name);
        return array;
    }

    private NDArray add(String name, long[] shape, DoubleSupplier value) {
        FloatBuffer values = direct(new Shape(shape).size());
        while (values.hasRemaining()) {
            values.put((float) value.getAsDouble());
        }
        NDArray array = manager.create(new Shape(shape), DataType.FLOAT32);
        array.set(values.flip());
        if (arrays.put(name, array) != null) {
            throw new IllegalArgumentException("two weights are called " + name);
        }
        return array;
    }

    /** In a fixed order. */
    public List<Learned> learned() {
        List<Learned> list = new ArrayList<>();
        arrays.forEach((name, array) -> {
            if (learned.contains(name)) {
                list.add(new Learned(name, array, array.getShape().dimension() > 1));
            }
        });
        return list;
    }

    public long count() {
        return arrays.values().stream().mapToLong(NDArray::size).sum();
    }

    /** Number of native arrays alive; constant unless an expression leaks. */
    public int managedArrays() {
        return manager.getManagedArrays().size();
    }

    NDArray get(String name) {
        NDArray array = arrays.get(name);
        if (array == null) {
            throw new IllegalArgumentException("no weight is called " + name);
        }
        return array;
    }

    /** Replaces all values, or none. */
    public void load(Path file) {
        load(file, Safetensors.read(file).tensors());
    }

    /** Replaces all values by those of another network. */
    public void set(Map<String, Safetensors.Tensor> tensors) {
        load(Path.of("network"), tensors);
    }

    /** @param file where the tensors come from, for messages */
    public void load(Path file, Map<String, Safetensors.Tensor> tensors) {
        Map<String, FloatBuffer> checked = new LinkedHashMap<>();
        arrays.forEach((name, array) -> checked.put(name, check(file, name, array.getShape(), tensors.get(name))));
        Set<String> unknown = new TreeSet<>(tensors.keySet());
        unknown.removeAll(arrays.keySet());
        if (!unknown.isEmpty()) {
            throw new ModelFileException(file, "has tensors that this network lacks: " + unknown);
        }
        checked.forEach((name, values) -> get(name).set(values.duplicate()));
    }

    /** Replaces the values of some, or of none where one does not fit. */
    void replace(Path file, Map<String, Safetensors.Tensor> some) {
        Map<String, FloatBuffer> checked = new LinkedHashMap<>();
        some.forEach((name, tensor) -> {
            NDArray array = arrays.get(name);
            if (array == null) {
                throw new ModelFileException(file, "has a tensor that this network lacks: " + name);
            }
            checked.put(name, check(file, name, array.getShape(), tensor));
        });
        checked.forEach((name, values) -> get(name).set(values.duplicate()));
    }

    private static FloatBuffer check(Path file, String name, Shape shape, Safetensors.@Nullable Tensor tensor) {
        if (tensor == null) {
            throw new ModelFileException(file, "lacks tensor " + name);
        }
        if (!shape.equals(tensor.shape())) {
            throw new ModelFileException(
                    file, "tensor " + name + " has shape " + tensor.shape() + " instead of " + shape);
        }
        FloatBuffer values = tensor.values();
        for (int i = 0; i < values.limit(); i++) {
            if (!Float.isFinite(values.get(i))) {
                throw new ModelFileException(file, "tensor " + name + " holds " + values.get(i) + " at position " + i);
            }
        }
        return values;
    }

    public void save(Path file) throws IOException {
        new Safetensors(tensors(), Map.of()).write(file);
    }

    /** Copies of all values. */
    public Map<String, Safetensors.Tensor> tensors() {
        Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
        arrays.forEach((name, array) ->
                tensors.put(name, new Safetensors.Tensor(array.getShape(), FloatBuffer.wrap(array.toFloatArray()))));
        return tensors;
    }

    static FloatBuffer direct(long floats) {
        return ByteBuffer.allocateDirect(Math.toIntExact(4 * floats))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    @Override
    public void close() {
        manager.close();
    }
}
