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
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Adam (Kingma and Ba, ICLR 2015), with decoupled decay (AdamW) or decay inside the gradient (L2), and one clip of the
 * gradient's norm over all weights. DJL's own optimizer decays biases too, clips only from above and cannot save its
 * moments. Needs to be used with autograd's collector closed.
 */
public final class Adam implements AutoCloseable {
    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.999f;
    private static final double EPSILON = 1e-8;
    /** Weights that are worth a thread. */
    private static final int PART = 16_384;

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

    /**
     * What is the same for all weights.
     *
     * @param corrected rate for moments that began at 0
     * @param epsilon for such moments
     * @param scale of the gradient
     */
    private record Step(float rate, float corrected, float epsilon, float scale) {}

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
        double bias = Math.sqrt(1 - Math.pow(BETA2, (double) steps));
        double corrected = rate * bias / (1 - Math.pow(BETA1, (double) steps));
        try (NDManager scope = manager.newSubManager()) {
            List<NDArray> gradients = new ArrayList<>();
            NDArray squares = scope.zeros(new Shape());
            for (Slot slot : slots) {
                NDArray gradient = slot.weight().array().getGradient();
                gradient.attach(scope); // each call makes a new native handle
                gradients.add(gradient);
                squares = squares.add(gradient.norm().square());
            }
            double norm = Math.sqrt(squares.getFloat());
            double scale = settings.clip() > 0 && norm > settings.clip() ? settings.clip() / (norm + 1e-6) : 1;
            Step step = new Step((float) rate, (float) corrected, (float) (EPSILON * bias), (float) scale);
            for (int i = 0; i < slots.size(); i++) {
                if (gradients.get(i).getDevice().isGpu()) {
                    updateOnDevice(slots.get(i), gradients.get(i), step);
                } else {
                    update(slots.get(i), gradients.get(i), step);
                }
            }
            return norm;
        }
    }

    private void updateOnDevice(Slot slot, NDArray gradient, Step step) {
        NDArray weight = slot.weight().array();
        weight.getNDArrayInternal()
                .adamUpdate(
                        new NDList(weight, gradient, slot.mean(), slot.variance()),
                        new NDList(weight),
                        step.rate(),
                        step.corrected(),
                        decay(slot),
                        step.scale(),
                        -1,
                        BETA1,
                        BETA2,
                        step.epsilon(),
                        true,
                        settings.kind() == Decay.DECOUPLED);
    }

    private float decay(Slot slot) {
        return slot.weight().decays() ? (float) settings.decay() : 0;
    }

    /** The engine's kernel goes thirty times through memory, which is what a step costs on a processor; this goes once. */
    private void update(Slot slot, NDArray gradient, Step step) {
        FloatBuffer weights = memory(slot.weight().array());
        FloatBuffer gradients = memory(gradient);
        FloatBuffer means = memory(slot.mean());
        FloatBuffer variances = memory(slot.variance());
        boolean decoupled = settings.kind() == Decay.DECOUPLED;
        float kept = decoupled ? 1 - step.rate() * decay(slot) : 1;
        float inGradient = decoupled ? 0 : decay(slot);
        int count = weights.remaining();
        IntStream.range(0, (count + PART - 1) / PART).parallel().forEach(part -> {
            for (int i = part * PART; i < Math.min(count, (part + 1) * PART); i++) {
                float weight = weights.get(i);
                float slope = step.scale() * gradients.get(i) + inGradient * weight;
                float mean = BETA1 * means.get(i) + (1 - BETA1) * slope;
                float variance = BETA2 * variances.get(i) + (1 - BETA2) * slope * slope;
                float way = step.corrected() * mean / ((float) Math.sqrt(variance) + step.epsilon());
                means.put(i, mean);
                variances.put(i, variance);
                weights.put(i, kept * weight - way);
                gradients.put(i, 0);
            }
        });
    }

    /** The array's own: what is written there is written to the array. Gradients lie there as their weights do. */
    private static FloatBuffer memory(NDArray array) {
        return array.toByteBuffer(true).asFloatBuffer();
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
