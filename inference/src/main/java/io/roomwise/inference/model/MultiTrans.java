package io.roomwise.inference.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import java.util.List;
import java.util.Optional;

/**
 * A realisation of MultiTrans (Yasuda et al., ICASSP 2022), whose code was not published: a transformer over the sensors
 * of each slot.
 *
 * <pre>
 *  F^AV ─ block over time ─ + sensor embedding ─ block over views ─┬─ frame head per view ─ mean over views ─ frame logits
 *                                                                  └─ mean over views, time ─ sequence head ─ sequence logits
 * </pre>
 */
final class MultiTrans implements Backbone {
    private static final double EPSILON = 1e-5;
    private static final TransformerBlock.Noise NOISE = new TransformerBlock.Noise(0.1, 0.1, 0);

    private final TransformerBlock[] blocks;
    private final NDArray sensors;
    private final TransformerBlock overViews;
    private final LayerNorm norm;
    private final Linear frameHead;
    private final Linear sequenceHead;

    MultiTrans(Weights weights, BackboneSpec spec) {
        int width = spec.width();
        Attention.Heads heads = Attention.Heads.of(width, spec.heads());
        blocks = new TransformerBlock[spec.layers()];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = new TransformerBlock(weights, "temporal.block" + (i + 1), heads, EPSILON, NOISE);
        }
        sensors = weights.normal("sensors", 0.02, 1, spec.views(), 1, width);
        overViews = new TransformerBlock(weights, "views", heads, EPSILON, NOISE);
        norm = new LayerNorm(weights, "views.norm", width, EPSILON);
        frameHead = new Linear(weights, "frame_head", width, spec.classes());
        sequenceHead = new Linear(weights, "sequence_head", width, spec.classes());
    }

    @Override
    public Recognition forward(NDArray visual, NDArray fused, Presence presence, boolean training) {
        NDArray x = presence.streams(fused.mul(presence.mask()));
        NDArray hidden = presence.hiddenSlots();
        for (TransformerBlock block : blocks) {
            x = block.forward(x, hidden, training);
        }
        NDArray embedding = sensors.get(fused.getManager(), new NDIndex(":, :" + presence.views()));
        NDArray turned = presence.byView(x).add(embedding).transpose(0, 2, 1, 3);
        NDArray rows = turned.reshape(presence.windows() * presence.slots(), presence.views(), -1);
        NDArray joined = norm.forward(overViews.forward(rows, presence.hiddenViews(), training))
                .reshape(turned.getShape())
                .transpose(0, 2, 1, 3);
        NDArray viewFrames = frameHead.forward(joined);
        return new Recognition(
                presence.orNothing(presence.mean(viewFrames)),
                viewFrames,
                List.of(sequenceHead.forward(presence.meanOverSlots(presence.mean(joined)))),
                Optional.empty(),
                Optional.empty());
    }
}
