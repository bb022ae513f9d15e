package io.roomwise.inference.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.Result;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A network from an ONNX file that does not learn with ours: one float32 input whose first axis counts examples, and one of
 * its outputs, taken as a row of numbers for each. May be used by several threads.
 */
public final class FrozenNetwork implements AutoCloseable {
    private final OnnxSession onnx;
    private final String input;
    private final long[] example;
    private final boolean oneByOne;
    private final String output;
    private final int width;

    /**
     * What a file says that it takes.
     *
     * @param shape with the examples' axis; not above 0 where any size is taken
     */
    private record Input(String name, List<Long> shape) {
        static Input of(OnnxSession onnx) throws OrtException {
            Map<String, NodeInfo> inputs = onnx.session().getInputInfo();
            if (inputs.size() == 1) {
                Map.Entry<String, NodeInfo> only = inputs.entrySet().iterator().next();
                if (only.getValue().getInfo() instanceof TensorInfo tensor && tensor.type == OnnxJavaType.FLOAT) {
                    return new Input(
                            only.getKey(),
                            Arrays.stream(tensor.getShape()).boxed().toList());
                }
            }
            throw new ModelFileException(onnx.file(), "must have one float32 input, has " + new TreeMap<>(inputs));
        }
    }

    private FrozenNetwork(OnnxSession onnx, Optional<String> named, long[] example) throws OrtException {
        this.onnx = onnx;
        this.example = example.clone();
        Input declared = Input.of(onnx);
        input = declared.name();
        oneByOne = !declared.shape().isEmpty() && declared.shape().get(0) == 1;
        if (!takes(declared.shape())) {
            throw new ModelFileException(
                    onnx.file(),
                    "takes " + declared.shape() + ", wanted [any, "
                            + Arrays.toString(example).substring(1));
        }
        Map<String, Integer> widths = trial();
        output = named.orElseGet(
                () -> widths.size() == 1 ? widths.keySet().iterator().next() : "");
        if (!widths.containsKey(output)) {
            throw new ModelFileException(
                    onnx.file(),
                    named.isPresent()
                            ? "has no output " + output + " of float32, but " + widths.keySet()
                            : "has several outputs, one of which must be named: " + widths.keySet());
        }
        width = widths.getOrDefault(output, 0);
    }

    /**
     * Opens a file and tries it.
     *
     * @param output which of its outputs; empty where there is one only
     * @param example shape of the input without the examples' axis
     * @throws ModelFileException if it is not such a network
     */
    public static FrozenNetwork open(Path file, Optional<String> output, long... example) {
        OnnxSession onnx = OnnxSession.open(file, false, 1);
        try {
            return new FrozenNetwork(onnx, output, example);
        } catch (OrtException e) {
            onnx.close();
            throw new ModelFileException(file, "does not run: " + OnnxSession.reason(e));
        } catch (ModelFileException e) {
            onnx.close();
            throw e;
        }
    }

    /**
     * The shape of a file's input, its first axis that of the examples.
     *
     * @return not above 0 where any size is taken
     */
    public static List<Long> inputShape(Path file) {
        try (OnnxSession onnx = OnnxSession.open(file, false, 1)) {
            return Input.of(onnx).shape();
        } catch (OrtException e) {
            throw new ModelFileException(file, "does not run: " + OnnxSession.reason(e));
        }
    }

    private boolean takes(List<Long> declared) {
        boolean fits = declared.size() == example.length + 1 && declared.get(0) <= 1;
        for (int i = 0; fits && i < example.length; i++) {
            fits = declared.get(i + 1) <= 0 || declared.get(i + 1) == example[i];
        }
        return fits;
    }

    /** Numbers of an example by output: what a file declares of them is often symbolic, what comes out is not. */
    private Map<String, Integer> trial() throws OrtException {
        Map<String, Integer> widths = new TreeMap<>();
        FloatBuffer nothing = FloatBuffer.allocate(size());
        try (OnnxTensor tensor = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), nothing, shape(1));
                Result result = onnx.session().run(Map.of(input, tensor))) {
            for (Map.Entry<String, OnnxValue> found : result) {
                if (found.getValue() instanceof OnnxTensor values
                        && values.getInfo().type == OnnxJavaType.FLOAT
                        && values.getInfo().getShape().length > 0
                        && values.getInfo().getShape()[0] == 1) {
                    widths.put(found.getKey(), values.getFloatBuffer().remaining());
                }
            }
        }
        return widths;
    }

    private long[] shape(int count) {
        long[] shape = new long[example.length + 1];
        shape[0] = count;
        System.arraycopy(example, 0, shape, 1, example.length);
        return shape;
    }

    private int size() {
        return Math.toIntExact(Arrays.stream(example).reduce(1, Math::multiplyExact));
    }

    /** Name of the output that is used. */
    public String output() {
        return output;
    }

    /** Numbers that come out for an example. */
    public int width() {
        return width;
    }

    /**
     * @param examples as many as it has left, one after the other
     * @return [n, width]
     */
    public float[] run(FloatBuffer examples) {
        int count = examples.remaining() / size();
        float[] rows = new float[count * width];
        try {
            for (int first = 0; first < count; first += oneByOne ? 1 : count) {
                int together = oneByOne ? 1 : count;
                FloatBuffer part = examples.slice(examples.position() + first * size(), together * size());
                try (OnnxTensor tensor =
                                OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), part, shape(together));
                        Result result = onnx.session().run(Map.of(input, tensor))) {
                    OnnxTensor values = (OnnxTensor) result.get(output).orElseThrow();
                    values.getFloatBuffer().get(rows, first * width, together * width);
                }
            }
        } catch (OrtException e) {
            throw new IllegalStateException(onnx.file() + ": " + OnnxSession.reason(e), e);
        }
        return rows;
    }

    @Override
    public void close() {
        onnx.close();
    }
}
