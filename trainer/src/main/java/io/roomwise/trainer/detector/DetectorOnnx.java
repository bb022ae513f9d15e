package io.roomwise.trainer.detector;

import io.roomwise.inference.model.Convolution;
import io.roomwise.trainer.onnx.OnnxGraph;
import io.roomwise.trainer.onnx.OnnxGraph.Attribute;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Exports the one-to-one head with its decoding, in the form of a YOLOv10 export: input {@code images} float32
 * [batch, 3, 192, 256] RGB 0..1; output {@code output0} float32 [batch, 300, 6] of left, top, right, bottom in input
 * pixels, score, class (always 0), best first. Batch normalisation is multiplied into the kernels.
 */
final class DetectorOnnx {
    private static final int BEST = 300;

    private final OnnxGraph graph = new OnnxGraph();
    private final Anchors anchors = new Anchors();

    private DetectorOnnx() {}

    static void export(DetectorNetwork network, Path file, Map<String, String> metadata) throws IOException {
        DetectorOnnx export = new DetectorOnnx();
        export.build(network);
        export.graph.write(file, metadata);
    }

    private void build(DetectorNetwork network) {
        graph.input("images", "batch", 3, DetectorNetwork.HEIGHT, DetectorNetwork.WIDTH);
        List<String> scales = network.infer(new Recorder(graph), "images");
        String joined = graph.node(
                "Concat",
                scales.stream()
                        .map(scale ->
                                graph.node("Reshape", List.of(scale, graph.integers(0, DetectorNetwork.OUTPUTS, -1))))
                        .toList(),
                Attribute.of("axis", 2));
        String rows = graph.node("Transpose", List.of(joined), Attribute.ofAll("perm", 0, 2, 1));
        String score = graph.node("Sigmoid", List.of(slice(rows, 0, 1)));
        String best = "best";
        String which = "which";
        graph.node(
                "TopK",
                List.of(score, graph.integers(BEST)),
                List.of(best, which),
                Attribute.of("axis", 1),
                Attribute.of("largest", 1),
                Attribute.of("sorted", 1));
        String boxes = decode(slice(rows, 1, DetectorNetwork.OUTPUTS));
        String index = graph.node("Tile", List.of(which, graph.integers(1, 1, 4)));
        String chosen = graph.node("GatherElements", List.of(boxes, index), Attribute.of("axis", 1));
        String kind = graph.node("Mul", List.of(best, graph.number(0)));
        graph.node("Concat", List.of(chosen, best, kind), List.of("output0"), Attribute.of("axis", 2));
        graph.output("output0", "batch", BEST, 6);
    }

    private String slice(String x, long from, long to) {
        return graph.node("Slice", List.of(x, graph.integers(from), graph.integers(to), graph.integers(2)));
    }

    /** Logarithms of distances in strides to corners in pixels. */
    private String decode(String logs) {
        int count = anchors.count;
        float[] centre = new float[count * 4];
        float[] scale = new float[count * 4];
        for (int a = 0; a < count; a++) {
            for (int i = 0; i < 4; i++) {
                centre[a * 4 + i] = i % 2 == 0 ? anchors.x[a] : anchors.y[a];
                scale[a * 4 + i] = i < 2 ? -anchors.stride[a] : anchors.stride[a];
            }
        }
        String limited =
                graph.node("Clip", List.of(logs, graph.number(Anchors.LEAST_LOG), graph.number(Anchors.LARGEST_LOG)));
        String distance = graph.node("Exp", List.of(limited));
        String signed = graph.node("Mul", List.of(distance, graph.floats(FloatBuffer.wrap(scale), 1, count, 4)));
        return graph.node("Add", List.of(signed, graph.floats(FloatBuffer.wrap(centre), 1, count, 4)));
    }

    /** Records the topology as nodes. */
    private record Recorder(OnnxGraph graph) implements Operators<String> {
        @Override
        public String convolution(Convolution layer, String x) {
            Convolution.Geometry g = layer.geometry();
            Convolution.Folded folded = layer.folded();
            int k = g.kernel();
            int pad = k / 2;
            String y = graph.node(
                    "Conv",
                    List.of(
                            x,
                            graph.floats(folded.kernel(), g.out(), g.in() / g.groups(), k, k),
                            graph.floats(folded.bias(), g.out())),
                    Attribute.ofAll("kernel_shape", k, k),
                    Attribute.ofAll("strides", g.stride(), g.stride()),
                    Attribute.ofAll("pads", pad, pad, pad, pad),
                    Attribute.of("group", g.groups()));
            return g.activated() ? graph.node("Relu", List.of(y)) : y;
        }

        @Override
        public String add(String a, String b) {
            return graph.node("Add", List.of(a, b));
        }

        @Override
        public String concat(List<String> parts) {
            return graph.node("Concat", parts, Attribute.of("axis", 1));
        }

        @Override
        public String maxPool(String x) {
            return graph.node(
                    "MaxPool",
                    List.of(x),
                    Attribute.ofAll("kernel_shape", 5, 5),
                    Attribute.ofAll("strides", 1, 1),
                    Attribute.ofAll("pads", 2, 2, 2, 2));
        }

        @Override
        public String upsample(String x) {
            String scales = graph.floats(FloatBuffer.wrap(new float[] {1, 1, 2, 2}), 4);
            return graph.node(
                    "Resize",
                    List.of(x, "", scales),
                    Attribute.of("mode", "nearest"),
                    Attribute.of("nearest_mode", "floor"),
                    Attribute.of("coordinate_transformation_mode", "asymmetric"));
        }

        @Override
        public String detach(String x) {
            return x;
        }
    }
}
