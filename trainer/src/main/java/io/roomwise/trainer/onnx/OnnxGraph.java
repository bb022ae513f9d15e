package io.roomwise.trainer.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An ONNX model under construction: constants, then nodes in the order of execution. Field numbers are those of
 * onnx.proto. The same calls give the same bytes.
 */
public final class OnnxGraph {
    /** Newest operator set that ONNX Runtime of the last years reads and that we need nothing beyond. */
    private static final int OPSET = 17;

    private static final int IR_VERSION = 8;
    private static final int FLOAT = 1;
    private static final int INT64 = 7;

    private final List<Protobuf> constants = new ArrayList<>();
    private final List<Protobuf> nodes = new ArrayList<>();
    private final List<Protobuf> inputs = new ArrayList<>();
    private final List<Protobuf> outputs = new ArrayList<>();

    /** A named setting of a node. */
    public static final class Attribute {
        private final Protobuf message;

        private Attribute(Protobuf message) {
            this.message = message;
        }

        public static Attribute of(String name, long value) {
            return new Attribute(new Protobuf().text(1, name).number(3, value).number(20, 2));
        }

        public static Attribute of(String name, String value) {
            return new Attribute(new Protobuf()
                    .text(1, name)
                    .bytes(4, value.getBytes(StandardCharsets.UTF_8))
                    .number(20, 3));
        }

        public static Attribute ofAll(String name, long... values) {
            Protobuf message = new Protobuf().text(1, name);
            for (long value : values) {
                message.number(8, value);
            }
            return new Attribute(message.number(20, 7));
        }
    }

    /** A float32 constant; returns its name. */
    public String floats(FloatBuffer values, long... shape) {
        FloatBuffer source = values.duplicate();
        ByteBuffer raw = ByteBuffer.allocate(4 * source.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(source);
        return constant(FLOAT, raw.array(), shape);
    }

    /** A float32 number. */
    public String number(float value) {
        return floats(FloatBuffer.wrap(new float[] {value}));
    }

    /** A one-dimensional int64 constant. */
    public String integers(long... values) {
        ByteBuffer raw = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asLongBuffer().put(values);
        return constant(INT64, raw.array(), values.length);
    }

    private String constant(int type, byte[] raw, long... shape) {
        String name = "constant" + constants.size();
        Protobuf tensor = new Protobuf();
        for (long size : shape) {
            tensor.number(1, size);
        }
        constants.add(tensor.number(2, type).text(8, name).bytes(9, raw));
        return name;
    }

    /** A node with one output; returns the output's name. */
    public String node(String operator, List<String> in, Attribute... attributes) {
        String out = "value" + nodes.size();
        node(operator, in, List.of(out), attributes);
        return out;
    }

    /** @param out names of the outputs; must not begin with {@code value} or {@code constant} */
    public void node(String operator, List<String> in, List<String> out, Attribute... attributes) {
        Protobuf node = new Protobuf();
        in.forEach(name -> node.text(1, name));
        out.forEach(name -> node.text(2, name));
        node.text(3, operator + nodes.size()).text(4, operator);
        for (Attribute attribute : attributes) {
            node.message(5, attribute.message);
        }
        nodes.add(node);
    }

    /** @param dimensions numbers, or names of what is free */
    public void input(String name, Object... dimensions) {
        inputs.add(value(name, dimensions));
    }

    /** @param dimensions numbers, or names of what is free */
    public void output(String name, Object... dimensions) {
        outputs.add(value(name, dimensions));
    }

    private static Protobuf value(String name, Object... dimensions) {
        Protobuf shape = new Protobuf();
        for (Object dimension : dimensions) {
            shape.message(
                    1,
                    dimension instanceof Number size
                            ? new Protobuf().number(1, size.longValue())
                            : new Protobuf().text(2, dimension.toString()));
        }
        Protobuf type = new Protobuf().number(1, FLOAT).message(2, shape);
        return new Protobuf().text(1, name).message(2, new Protobuf().message(1, type));
    }

    /** @param metadata shown by tools; what a reader must know is in the graph itself */
    public void write(Path file, Map<String, String> metadata) throws IOException {
        Protobuf graph = new Protobuf();
        nodes.forEach(node -> graph.message(1, node));
        graph.text(2, "roomwise");
        constants.forEach(tensor -> graph.message(5, tensor));
        inputs.forEach(value -> graph.message(11, value));
        outputs.forEach(value -> graph.message(12, value));
        Protobuf model = new Protobuf()
                .number(1, IR_VERSION)
                .text(2, "roomwise")
                .message(7, graph)
                .message(8, new Protobuf().text(1, "").number(2, OPSET));
        metadata.forEach(
                (key, value) -> model.message(14, new Protobuf().text(1, key).text(2, value)));
        Path fresh = file.resolveSibling(file.getFileName() + ".tmp");
        Files.write(fresh, model.toByteArray());
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
