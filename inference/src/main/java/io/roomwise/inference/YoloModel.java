package io.roomwise.inference;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.Result;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.ValueInfo;
import io.roomwise.inference.model.OnnxSession;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What goes into a YOLO model and what comes out.
 *
 * <p>Why it is run once on an empty picture: what a file declares about the shapes of its outputs is often symbolic,
 * what comes out is not.
 */
final class YoloModel implements AutoCloseable {
    /** Side of the trial picture where any size is taken; it has more cells than the 300 boxes of YOLOv10. */
    private static final int TRIAL_SIDE = 320;

    private final OnnxSession onnx;
    private final String inputName;
    /** [1, 3, height, width]; negative where any size is taken. */
    private final long[] inputShape;

    private final Output output;
    private final DetectorLayout layout;

    /** An output and its shape in the trial. */
    private record Output(String name, TensorInfo tensor) {
        long[] shape() {
            return tensor.getShape();
        }

        List<DetectorLayout> possible(int inputWidth, int inputHeight) {
            boolean readable = tensor.type == OnnxJavaType.FLOAT;
            return readable ? DetectorLayout.possible(shape(), inputWidth, inputHeight) : List.of();
        }

        @Override
        public String toString() {
            return name + " " + tensor.type + Arrays.toString(shape());
        }
    }

    /** @param told empty to recognise the layout */
    YoloModel(OnnxSession onnx, Optional<DetectorLayout> told) {
        this.onnx = onnx;
        try {
            Map<String, NodeInfo> inputs = onnx.session().getInputInfo();
            if (inputs.size() != 1) {
                throw new BundleException(onnx.file(), "must have one input, has " + inputs.keySet());
            }
            inputName = inputs.keySet().iterator().next();
            inputShape = inputShape(inputs.values().iterator().next().getInfo());
            int width = inputWidth(TRIAL_SIDE);
            int height = inputHeight(TRIAL_SIDE);
            output = boxes(outputs(width, height), width, height, told);
            layout = told.orElseGet(() -> output.possible(width, height).get(0));
        } catch (OrtException e) {
            throw new BundleException(onnx.file(), "does not run: " + OnnxSession.reason(e), e);
        }
    }

    private long[] inputShape(ValueInfo info) {
        if (info instanceof TensorInfo tensor && tensor.type == OnnxJavaType.FLOAT) {
            long[] shape = tensor.getShape();
            boolean fits = shape.length == 4 && shape[0] <= 1 && (shape[1] == 3 || shape[1] < 0);
            if (fits) {
                return shape;
            }
        }
        throw new BundleException(onnx.file(), "input must be float32 [1, 3, height, width], is " + info);
    }

    /** Runs an empty picture. */
    private List<Output> outputs(int width, int height) throws OrtException {
        FloatBuffer empty = FloatBuffer.allocate(3 * height * width);
        long[] shape = {1, 3, height, width};
        List<Output> outputs = new ArrayList<>();
        try (var input = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), empty, shape);
                Result result = onnx.session().run(Map.of(inputName, input))) {
            for (Map.Entry<String, OnnxValue> output : result) {
                if (output.getValue().getInfo() instanceof TensorInfo tensor) {
                    outputs.add(new Output(output.getKey(), tensor));
                }
            }
        }
        return outputs;
    }

    /** The first output that can hold boxes, of the layout that was told or of exactly one. */
    private Output boxes(List<Output> outputs, int width, int height, Optional<DetectorLayout> told) {
        for (Output candidate : outputs) {
            List<DetectorLayout> possible = candidate.possible(width, height);
            if (told.isPresent() ? possible.contains(told.get()) : possible.size() == 1) {
                return candidate;
            }
        }
        String problem = told.map(one -> "is not of the layout " + one.key() + "; correct detect.layout")
                .orElse("is of no known layout; set detect.layout to yolov10, yolox or yolov8");
        throw new BundleException(
                onnx.file(), "an input of " + width + "x" + height + " gives " + outputs + ", which " + problem);
    }

    DetectorLayout layout() {
        return layout;
    }

    boolean onGpu() {
        return onnx.onGpu();
    }

    /** @param wanted where any width is taken */
    int inputWidth(int wanted) {
        return inputShape[3] > 0 ? (int) inputShape[3] : wanted;
    }

    /** @param wanted where any height is taken */
    int inputHeight(int wanted) {
        return inputShape[2] > 0 ? (int) inputShape[2] : wanted;
    }

    long[] outputShape(int inputWidth, int inputHeight) {
        return layout.shapeFor(output.shape(), inputWidth, inputHeight);
    }

    /** @param boxes receives the output */
    void run(OnnxTensor input, OnnxTensor boxes) {
        try (Result result = onnx.session().run(Map.of(inputName, input), Map.of(output.name, boxes))) {
            assert result.size() == 1;
        } catch (OrtException e) {
            throw new IllegalStateException("person detector: " + OnnxSession.reason(e), e);
        }
    }

    @Override
    public void close() {
        onnx.close();
    }
}
