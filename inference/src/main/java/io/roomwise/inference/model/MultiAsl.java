package io.roomwise.inference.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import java.util.List;
import java.util.Optional;

/**
 * MultiASL (Nguyen et al., 2024): which slots hold an action is learned beside which action it is.
 *
 * <pre>
 *  F^AV ─ token ─ block over time ─┬─ token ─ maximum over views ─ head ─ sequence logits
 *   │                              └─ F ─ maximum over views ─┬─ actionness
 *   └─────── maximum over views ─ actionness ─────────────────┴─ head ─ frame logits ─ mean of the chosen slots ─ sequence logits
 * </pre>
 */
final class MultiAsl implements Backbone {
    private static final double EPSILON = 1e-5;
    private static final double DROPOUT = 0.1;
    /** One slot in so many stands for a class. */
    private static final int CHOSEN = 8;

    private final NDArray token;
    private final TransformerBlock[] blocks;
    private final LayerNorm norm;
    private final Linear sequenceHead;
    private final Linear frameHead;
    private final Linear rawActionness;
    private final Linear encodedActionness;

    MultiAsl(Weights weights, BackboneSpec spec) {
        int width = spec.width();
        token = weights.normal("temporal.token", 1, 1, 1, width);
        blocks = new TransformerBlock[spec.layers()];
        for (int i = 0; i < blocks.length; i++) {
            // heads are wider than the features would make them: 4 of 128 for 384
            Attention.Heads heads = new Attention.Heads(width, spec.heads(), width / 3, false);
            blocks[i] = new TransformerBlock(
                    weights,
                    "temporal.block" + (i + 1),
                    heads,
                    EPSILON,
                    new TransformerBlock.Noise(DROPOUT, DROPOUT, 0));
        }
        norm = new LayerNorm(weights, "temporal.norm", width, EPSILON);
        sequenceHead = new Linear(weights, "sequence_head", width, spec.classes());
        frameHead = new Linear(weights, "frame_head", 2 * width, spec.classes());
        rawActionness = new Linear(weights, "raw_actionness", width, 1);
        encodedActionness = new Linear(weights, "encoded_actionness", width, 1);
    }

    @Override
    public Recognition forward(NDArray visual, NDArray fused, Presence presence, boolean training) {
        NDArray x = Tokens.prepend(token, presence.streams(fused.mul(presence.mask())));
        NDArray hidden = Tokens.alwaysSeen(presence.hiddenSlots());
        for (TransformerBlock block : blocks) {
            x = block.forward(x, hidden, training);
        }
        x = norm.forward(x);
        NDArray encoded = presence.byView(Tokens.rest(x));
        NDArray raw = presence.max(fused);
        NDArray best = presence.max(encoded);
        NDArray frames = presence.orNothing(frameHead.forward(raw.concat(best, 2)));
        List<NDArray> actionness = List.of(
                Activation.sigmoid(encodedActionness.forward(best)).squeeze(2),
                Activation.sigmoid(rawActionness.forward(raw)).squeeze(2));
        Choice choice = choose(frames, actionness, presence);
        return new Recognition(
                frames,
                frameHead.forward(fused.concat(encoded, 3)),
                List.of(sequenceHead.forward(window(Tokens.token(x), presence)), choice.mean()),
                Optional.empty(),
                Optional.of(new Selection(actionness, choice.chosen())));
    }

    /** The largest of the live views' tokens, [B, D]. */
    private static NDArray window(NDArray tokens, Presence presence) {
        NDArray byView = tokens.reshape(presence.windows(), presence.views(), -1);
        NDArray live = presence.live().max(new int[] {2}, true);
        return byView.add(Presence.hidden(live)).max(new int[] {1});
    }

    record Choice(NDArray mean, NDArray chosen) {}

    /** The slots in which a class is likeliest and anything at all is likely; the mean of its logits in them. */
    static Choice choose(NDArray frames, List<NDArray> actionness, Presence presence) {
        NDArray likely = frames.softmax(2);
        for (NDArray any : actionness) {
            likely = likely.add(any.expandDims(2));
        }
        NDArray known = likely.add(Presence.hidden(presence.anywhere())).stopGradient();
        int count = Math.toIntExact(Math.max(1, presence.slots() / CHOSEN));
        NDList top = known.topK(count, 1, true, true);
        NDArray slots = top.get(1);
        NDArray chosen = slots.oneHot(Math.toIntExact(presence.slots()), frames.getDataType())
                .sum(new int[] {1})
                .transpose(0, 2, 1);
        return new Choice(Scalars.times(frames.mul(chosen).sum(new int[] {1}), 1.0 / count), chosen);
    }
}
