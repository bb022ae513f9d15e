package io.roomwise.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.roomwise.inference.model.Safetensors;
import io.roomwise.inference.model.Weights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Adam on the engine's fused kernel, with decoupled decay (AdamW) or decay inside the gradient (L2), and one clip of
 * the gradient's norm over all weights. DJL's own optimizer decays biases too, clips only from above and cannot save
 * its moments. Needs to be used with autograd's collector closed.
 */
public final class Adam implements AutoCloseable {
    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.999f;
    private static final float EPSILON = 1e-8f;

    private final NDManager manager = NDManager.newBaseManager();
    private final List<Slot> slots = new ArrayList<>();
    private final Settings settings;
    private long steps;

    /** Where weight decay acts. */
    public enum Decay {
        DECOUPLED,
        IN_GRADIENT
    }

    /** @param clip largest norm of the whole gradient; 0 for no limit */
    public record Settings(double decay, Decay kind, double clip) {}

    private record Slot(Weights.Learned weight, NDArray mean, NDArray variance) {}

    public Adam(Weights weights, Settings settings) {
        this.settings = settings;
        for (Weights.Learned weight : weights.learned()) {
            slots.add(new Slot(weight, zeros(weight.array()), zeros(weight.array())));
        }
    }

    private NDArray zeros(NDArray like) {
        return manager.zeros(like.getShape(), DataType.FLOAT32);
    }

    /** Moves all weights by their gradients, which are then zero. Returns the gradient's norm before clipping. */
    public double step(double rate) {
        steps++;
        double corrected =
                rate * Math.sqrt(1 - Math.pow(BETA2, (double) steps)) / (1 - Math.pow(BETA1, (double) steps));
        try (NDManager scope = manager.newSubManager()) {
            List<NDArray> gradients = new ArrayList<>();
            NDArray squares = scope.zeros(new Shape());
            for (Slot slot : slots) {
                NDArray gradient = slot.weight().array().getGradient();
                gradient.attach(scope); // each call makes a new native handle
                gradients.add(gradient);
                squares = squares.add(gradient.square().sum());
            }
            double norm = Math.sqrt(squares.getFloat());
            double scale = settings.clip() > 0 && norm > settings.clip() ? settings.clip() / (norm + 1e-6) : 1;
            for (int i = 0; i < slots.size(); i++) {
                update(slots.get(i), gradients.get(i), (float) rate, (float) corrected, (float) scale);
            }
            return norm;
        }
    }

    private void update(Slot slot, NDArray gradient, float rate, float corrected, float scale) {
        NDArray weight = slot.weight().array();
        float decay = slot.weight().decays() ? (float) settings.decay() : 0;
        boolean decoupled = settings.kind() == Decay.DECOUPLED;
        weight.getNDArrayInternal()
                .adamUpdate(
                        new NDList(weight, gradient, slot.mean(), slot.variance()),
                        new NDList(weight),
                        rate,
                        corrected,
                        decay,
                        scale,
                        -1,
                        BETA1,
                        BETA2,
                        EPSILON,
                        true,
                        decoupled);
    }

    /** Adds the moments to what a checkpoint stores. */
    void save(Map<String, Safetensors.Tensor> tensors) {
        for (Slot slot : slots) {
            tensors.put("mean/" + slot.weight().name(), tensor(slot.mean()));
            tensors.put("variance/" + slot.weight().name(), tensor(slot.variance()));
        }
    }

    private static Safetensors.Tensor tensor(NDArray array) {
        return new Safetensors.Tensor(array.getShape(), FloatBuffer.wrap(array.toFloatArray()));
    }

    /** Inverse of {@link #save}, after so many steps. */
    void load(Map<String, Safetensors.Tensor> tensors, long stepsDone) {
        for (Slot slot : slots) {
            set(slot.mean(), tensors.get("mean/" + slot.weight().name()));
            set(slot.variance(), tensors.get("variance/" + slot.weight().name()));
        }
        steps = stepsDone;
    }

    private static void set(NDArray array, Safetensors.@Nullable Tensor tensor) {
        if (tensor == null || !tensor.shape().equals(array.getShape())) {
            throw new IllegalArgumentException("the checkpoint is of another network");
        }
        ByteBuffer bytes =
                ByteBuffer.allocateDirect(4 * tensor.values().remaining()).order(ByteOrder.nativeOrder());
        bytes.asFloatBuffer().put(tensor.values().duplicate());
        array.set(bytes);
    }

    @Override
    public void close() {
        manager.close();
    }
}
