package io.roomwise.inference;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * ONNX files of a few nodes, written as protocol buffers by hand: an output is a constant, to which 0 times the mean of the
 * input is added, so that nothing can be folded away, or the input itself.
 */
final class OnnxGraph {
    private static final int FLOAT = 1;

    private final Message graph = new Message();
    private final Message inputs = new Message();
    private final Message outputs = new Message();

    /** @param dims a number, or a name for a dimension of any size */
    OnnxGraph input(String name, Object... dims) {
        inputs.message(11, value(name, List.of(dims)));
        initializer("zero", new long[0], 0f);
        node("ReduceMean", List.of(name), "mean");
        node("Mul", List.of("mean", "zero"), "nothing");
        return this;
    }

    OnnxGraph output(String name, long[] shape, float... values) {
        initializer(name + "_values", shape, values);
        node("Add", List.of(name + "_values", "nothing"), name);
        outputs.message(12, value(name, List.of("a", "b", "c").subList(0, shape.length)));
        return this;
    }

    /** An output that has the values of an input, [n, all others]. */
    OnnxGraph flattened(String input, String name) {
        node("Flatten", List.of(input), name);
        outputs.message(12, value(name, List.of("n", "values")));
        return this;
    }

    byte[] bytes() {
        graph.bytes(inputs).bytes(outputs).text(2, "net");
        var opset = new Message().text(1, "").integer(2, 17);
        return new Message()
                .integer(1, 8)
                .message(7, graph)
                .message(8, opset)
                .out
                .toByteArray();
    }

    private void node(String operator, List<String> from, String to) {
        var node = new Message();
        from.forEach(name -> node.text(1, name));
        node.text(2, to).text(3, to).text(4, operator);
        if (operator.equals("ReduceMean")) {
            node.message(5, new Message().text(1, "keepdims").integer(3, 0).integer(20, 2));
        }
        graph.message(1, node);
    }

    private void initializer(String name, long[] shape, float... values) {
        var tensor = new Message();
        for (long side : shape) {
            tensor.integer(1, side);
        }
        ByteBuffer data = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(values);
        graph.message(5, tensor.integer(2, FLOAT).text(8, name).field(9, data.array()));
    }

    private static Message value(String name, List<?> dims) {
        var shape = new Message();
        for (Object dim : dims) {
            var dimension = new Message();
            if (dim instanceof Number number) {
                dimension.integer(1, number.longValue());
            } else {
                dimension.text(2, dim.toString());
            }
            shape.message(1, dimension);
        }
        var tensor = new Message().integer(1, FLOAT).message(2, shape);
        return new Message().text(1, name).message(2, new Message().message(1, tensor));
    }

    /** A message of the protocol buffers' wire format. */
    private static final class Message {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Message integer(int field, long value) {
            variable((long) field << 3);
            variable(value);
            return this;
        }

        Message text(int field, String value) {
            return field(field, value.getBytes(StandardCharsets.UTF_8));
        }

        Message message(int field, Message value) {
            return field(field, value.out.toByteArray());
        }

        Message field(int field, byte[] value) {
            variable((long) field << 3 | 2);
            variable(value.length);
            out.writeBytes(value);
            return this;
        }

        Message bytes(Message fields) {
            out.writeBytes(fields.out.toByteArray());
            return this;
        }

        private void variable(long value) {
            long rest = value;
            while ((rest & ~0x7fL) != 0) {
                out.write((int) ((rest & 0x7f) | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }
    }
}
