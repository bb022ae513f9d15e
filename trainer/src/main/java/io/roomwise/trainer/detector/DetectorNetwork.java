package io.roomwise.trainer.detector;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.roomwise.inference.model.Convolution;
import io.roomwise.inference.model.Weights;
import java.util.List;

/**
 * A YOLOv10-style detector of people, small enough for a fraction of one core.
 *
 * <pre>
 *  [n,3,192,256] ─ /2 ─ /4 ─ /8 csp ──────────────────────────────┬─ concat ─ p3 (24 x 32) ─ heads
 *                              └─ /16 csp ──────────┬─ concat ─ p4 ┴ up      (12 x 16)      └─ heads
 *                                    └─ /32 pooling ┴ up
 *  each scale has two heads of [n, 5, h, w]: score logit and the logarithms of left, top, right, bottom in strides
 *
 *  features ─┬─ one-to-many head ─┬───────────────────────────── + ─ one-to-one answer
 *            └─ concat ───────────┴─ with the other scale's ─ one-to-one head ┘
 * </pre>
 *
 * The one-to-many head gives the features many examples to learn from. The one-to-one head learns, on what it does not
 * change, to let one of the cells that answer for a person stand: it sees what they and those of the other scale
 * answered and corrects it.
 */
final class DetectorNetwork implements AutoCloseable {
    static final int WIDTH = 256;
    static final int HEIGHT = 192;
    static final int[] STRIDES = {8, 16};
    /** Score logit and four distances. */
    static final int OUTPUTS = 5;

    private static final double RARE = -4;
    /** Channels in which the coarse scale hears of the fine one's answers. */
    private static final int LOWERED = 16;

    private final Weights weights;
    private final Convolution stem;
    private final Convolution down4;
    private final Convolution down8;
    private final Csp csp8;
    private final Convolution down16;
    private final Csp csp16;
    private final Convolution down32;
    private final Convolution squeeze;
    private final Convolution widen;
    private final Convolution join16;
    private final Convolution narrow;
    private final Convolution join8;
    private final List<Head> many;
    private final List<Convolution> meet;
    private final Convolution lower;
    private final List<Head> one;

    DetectorNetwork(long seed) {
        weights = new Weights(seed);
        stem = Convolution.activated(weights, "stem", 3, 12, 3, 2);
        down4 = Convolution.activated(weights, "down4", 12, 24, 3, 2);
        down8 = Convolution.activated(weights, "down8", 24, 40, 3, 2);
        csp8 = new Csp(weights, "csp8", 40);
        down16 = Convolution.activated(weights, "down16", 40, 80, 3, 2);
        csp16 = new Csp(weights, "csp16", 80);
        down32 = Convolution.activated(weights, "down32", 80, 112, 3, 2);
        squeeze = Convolution.activated(weights, "pool.in", 112, 56, 1, 1);
        widen = Convolution.activated(weights, "pool.out", 4 * 56, 80, 1, 1);
        join16 = Convolution.activated(weights, "join16", 80 + 80, 80, 1, 1);
        narrow = Convolution.activated(weights, "narrow", 80, 40, 1, 1);
        join8 = Convolution.activated(weights, "join8", 40 + 40, 48, 1, 1);
        many = List.of(new Head(weights, "many8", 48, RARE, 0.7), new Head(weights, "many16", 80, RARE, 0.7));
        lower = Convolution.activated(weights, "one16.fine", OUTPUTS, LOWERED, 3, 2);
        meet = List.of(
                Convolution.activated(weights, "one8.meet", 48 + 2 * OUTPUTS, 48, 1, 1),
                Convolution.activated(weights, "one16.meet", 80 + OUTPUTS + LOWERED, 80, 1, 1));
        one = List.of(new Head(weights, "one8", 48, 0, 0), new Head(weights, "one16", 80, 0, 0));
    }

    Weights weights() {
        return weights;
    }

    /** Outputs of each scale, [n, 5, h, w]. */
    record Outputs<X>(List<X> oneToMany, List<X> oneToOne) {}

    /** One-to-one outputs. */
    <X> List<X> infer(Operators<X> ops, X pictures) {
        return outputs(ops, pictures).oneToOne();
    }

    Outputs<NDArray> train(NDArray pictures) {
        return outputs(new EagerOperators(true), pictures);
    }

    private <X> Outputs<X> outputs(Operators<X> ops, X pictures) {
        List<X> features = features(ops, pictures);
        X manyFine = many.get(0).forward(ops, features.get(0));
        X manyCoarse = many.get(1).forward(ops, features.get(1));
        X fine = ops.detach(manyFine);
        X coarse = ops.detach(manyCoarse);
        X fineView = ops.concat(List.of(ops.detach(features.get(0)), fine, ops.upsample(coarse)));
        X coarseView = ops.concat(List.of(ops.detach(features.get(1)), coarse, ops.convolution(lower, fine)));
        X oneFine = one.get(0).forward(ops, ops.convolution(meet.get(0), fineView));
        X oneCoarse = one.get(1).forward(ops, ops.convolution(meet.get(1), coarseView));
        return new Outputs<>(
                List.of(manyFine, manyCoarse), List.of(ops.add(fine, oneFine), ops.add(coarse, oneCoarse)));
    }

    private <X> List<X> features(Operators<X> ops, X pictures) {
        X quarter = ops.convolution(down4, ops.convolution(stem, pictures));
        X eighth = csp8.forward(ops, ops.convolution(down8, quarter));
        X sixteenth = csp16.forward(ops, ops.convolution(down16, eighth));
        X context = pooled(ops, ops.convolution(down32, sixteenth));
        X coarse = ops.convolution(join16, ops.concat(List.of(sixteenth, ops.upsample(context))));
        X lifted = ops.upsample(ops.convolution(narrow, coarse));
        X fine = ops.convolution(join8, ops.concat(List.of(eighth, lifted)));
        return List.of(fine, coarse);
    }

    /** Spatial pyramid pooling: neighbourhoods of 5, 9 and 13 cells beside each cell itself. */
    private <X> X pooled(Operators<X> ops, X x) {
        X small = ops.convolution(squeeze, x);
        X wide = ops.maxPool(small);
        X wider = ops.maxPool(wide);
        return ops.convolution(widen, ops.concat(List.of(small, wide, wider, ops.maxPool(wider))));
    }

    /** [n, 5, h, w] of each scale to [n, anchors, 5], finer scale first, row by row. */
    static NDArray flatten(List<NDArray> scales) {
        NDList flat = new NDList();
        for (NDArray scale : scales) {
            long n = scale.getShape().get(0);
            flat.add(scale.reshape(n, OUTPUTS, -1).transpose(0, 2, 1));
        }
        return NDArrays.concat(flat, 1);
    }

    @Override
    public void close() {
        weights.close();
    }

    /** Half of the channels go through two residual convolutions, the other half past them. */
    private static final class Csp {
        private final Convolution past;
        private final Convolution in;
        private final Convolution inner1;
        private final Convolution inner2;
        private final Convolution out;

        Csp(Weights weights, String name, int channels) {
            int half = channels / 2;
            past = Convolution.activated(weights, name + ".past", channels, half, 1, 1);
            in = Convolution.activated(weights, name + ".in", channels, half, 1, 1);
            inner1 = Convolution.activated(weights, name + ".inner1", half, half, 3, 1);
            inner2 = Convolution.activated(weights, name + ".inner2", half, half, 3, 1);
            out = Convolution.activated(weights, name + ".out", channels, channels, 1, 1);
        }

        <X> X forward(Operators<X> ops, X x) {
            X y = ops.convolution(in, x);
            X z = ops.add(y, ops.convolution(inner2, ops.convolution(inner1, y)));
            return ops.convolution(out, ops.concat(List.of(z, ops.convolution(past, x))));
        }
    }

    /** Two separable convolutions and the outputs. */
    private static final class Head {
        private final Convolution[] layers = new Convolution[4];
        private final Convolution score;
        private final Convolution box;

        Head(Weights weights, String name, int channels, double initialScore, double initialBox) {
            layers[0] = Convolution.depthwise(weights, name + ".depth1", channels, 3);
            layers[1] = Convolution.activated(weights, name + ".point1", channels, channels, 1, 1);
            layers[2] = Convolution.depthwise(weights, name + ".depth2", channels, 3);
            layers[3] = Convolution.activated(weights, name + ".point2", channels, channels, 1, 1);
            score = Convolution.plain(weights, name + ".score", channels, 1, 1, initialScore);
            box = Convolution.plain(weights, name + ".box", channels, 4, 1, initialBox);
        }

        <X> X forward(Operators<X> ops, X x) {
            X y = x;
            for (Convolution layer : layers) {
                y = ops.convolution(layer, y);
            }
            return ops.concat(List.of(ops.convolution(score, y), ops.convolution(box, y)));
        }
    }
}
