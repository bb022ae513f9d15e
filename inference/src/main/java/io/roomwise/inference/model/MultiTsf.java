package io.roomwise.inference.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import java.util.List;
import java.util.Optional;

/**
 * MultiTSF (Nguyen et al., 2025), with cross-modal attention in place of concatenation:
 *
 * <pre>
 *  F^V ── human head (when does a view see people?)
 *  F^AV ─ token, sinusoids ─ 2 blocks over time ─ F ┬─ frame head per view ─ maximum over views ─ frame logits
 *                                                   └─ device transformer ─ mean over views, time ─ sequence logits
 * </pre>
 */
final class MultiTsf implements Backbone {
    private static final double EPSILON = 1e-6;
    private static final double DROPOUT = 0.1;
    private static final double PATH = 0.1;

    private final NDArray token;
    private final NDArray positions;
    private final TransformerBlock[] blocks;
    private final LayerNorm norm;
    private final Linear human;
    private final Linear frameHead;
    private final DeviceLayer device;
    private final LayerNorm sequenceNorm;
    private final Linear sequenceHead;
    private final DeviceAxis axis;

    /** Over what the device transformer attends. */
    enum DeviceAxis {
        /** The views of a slot, as the paper means it. */
        VIEWS,
        /** All slots of all windows of a view, as the published code does: a window's result depends on its batch. */
        BATCH
    }

    /** @param constants owner of the positions, closed after this */
    MultiTsf(Weights weights, NDManager constants, BackboneSpec spec, DeviceAxis axis) {
        this.axis = axis;
        int width = spec.width();
        token = weights.filled("temporal.token", 0, 1, 1, width);
        positions = Sinusoids.of(constants, spec.frames() + 1, width);
        blocks = new TransformerBlock[spec.layers()];
        for (int i = 0; i < blocks.length; i++) {
            double path = blocks.length == 1 ? 0 : PATH * i / (blocks.length - 1);
            blocks[i] = new TransformerBlock(
                    weights,
                    "temporal.block" + (i + 1),
                    Attention.Heads.of(width, spec.heads()),
                    EPSILON,
                    new TransformerBlock.Noise(0, 0, path));
        }
        norm = new LayerNorm(weights, "temporal.norm", width, EPSILON);
        human = new Linear(weights, "human_head", width, 1);
        frameHead = new Linear(weights, "frame_head", width, spec.classes());
        device = new DeviceLayer(weights, "device", width);
        sequenceNorm = new LayerNorm(weights, "sequence_norm", width, 1e-5);
        sequenceHead = new Linear(weights, "sequence_head", width, spec.classes());
    }

    @Override
    public Recognition forward(NDArray visual, NDArray fused, Presence presence, boolean training) {
        NDArray encoded = presence.byView(encode(fused, presence, training));
        NDArray viewFrames = frameHead.forward(encoded);
        NDArray joined = device.forward(encoded, presence, axis, training);
        NDArray window = presence.meanOverSlots(presence.mean(joined));
        return new Recognition(
                presence.orNothing(presence.max(viewFrames)),
                viewFrames,
                List.of(sequenceHead.forward(sequenceNorm.forward(window))),
                Optional.of(human.forward(visual).squeeze(3).add(Presence.hidden(presence.live()))),
                Optional.empty());
    }

    /** [B N, T, D]. */
    private NDArray encode(NDArray fused, Presence presence, boolean training) {
        NDArray rows = Tokens.prepend(token, presence.streams(fused.mul(presence.mask())));
        NDArray x = Regularization.dropout(rows.add(Tokens.first(positions, rows)), DROPOUT, training);
        NDArray hidden = Tokens.alwaysSeen(presence.hiddenSlots());
        for (TransformerBlock block : blocks) {
            x = block.forward(x, hidden, training);
        }
        return Tokens.rest(norm.forward(x));
    }

    /** A post-norm encoder layer with 4 heads, 256 inner units and ReLU. */
    private static final class DeviceLayer {
        private final Attention attention;
        private final LayerNorm first;
        private final Linear wide;
        private final Linear narrow;
        private final LayerNorm second;

        DeviceLayer(Weights weights, String name, int width) {
            attention = new Attention(weights, name + ".attention", Attention.Heads.of(width, 4), DROPOUT);
            first = new LayerNorm(weights, name + ".norm1", width, 1e-5);
            wide = new Linear(weights, name + ".wide", width, 256);
            narrow = new Linear(weights, name + ".narrow", 256, width);
            second = new LayerNorm(weights, name + ".norm2", width, 1e-5);
        }

        /** [B, N, T, D] to the same. */
        NDArray forward(NDArray x, Presence presence, DeviceAxis axis, boolean training) {
            long width = x.getShape().get(3);
            boolean views = axis == DeviceAxis.VIEWS;
            NDArray turned = views ? x.transpose(0, 2, 1, 3) : x.transpose(1, 0, 2, 3);
            long batch = views ? presence.windows() * presence.slots() : presence.views();
            NDArray rows = turned.reshape(batch, -1, width);
            NDArray hidden = views
                    ? presence.hiddenViews()
                    : Presence.hidden(presence.live().transpose(1, 0, 2)).reshape(batch, 1, 1, -1);
            NDArray y = first.forward(rows.add(attention.forward(rows, rows, hidden, training)));
            NDArray inner = Regularization.dropout(Activation.relu(wide.forward(y)), DROPOUT, training);
            NDArray z = second.forward(y.add(Regularization.dropout(narrow.forward(inner), DROPOUT, training)));
            Shape back = turned.getShape();
            return views
                    ? z.reshape(back).transpose(0, 2, 1, 3)
                    : z.reshape(back).transpose(1, 0, 2, 3);
        }
    }
}
