package io.roomwise.trainer.detector;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.roomwise.inference.model.Scalars;
import io.roomwise.inference.model.Weights;
import io.roomwise.trainer.loop.Feeder;
import io.roomwise.trainer.loop.Method;
import io.roomwise.trainer.metric.AveragePrecision;
import io.roomwise.trainer.metric.OperatingPoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Both heads learn from the same pictures; the one-to-one head is measured. */
final class DetectorMethod implements Method {
    private static final double BOX_WEIGHT = 5;
    private static final float MATCH = 0.5f;

    private final DetectorNetwork network;
    private final Feeder<DetectorBatch> feeder;
    private final List<DetectorBatch> validation;
    private final Anchors anchors = new Anchors();
    private final DetectorLoss oneToMany = new DetectorLoss(anchors, 10);
    private final DetectorLoss oneToOne = new DetectorLoss(anchors, 1);

    private record Found(float score, boolean right) {}

    DetectorMethod(DetectorNetwork network, Feeder<DetectorBatch> feeder, List<DetectorBatch> validation) {
        this.network = network;
        this.feeder = feeder;
        this.validation = List.copyOf(validation);
    }

    @Override
    public Weights weights() {
        return network.weights();
    }

    @Override
    public Map<String, NDArray> losses(NDManager scope, long step) {
        DetectorBatch batch = feeder.next();
        DetectorNetwork.Outputs<NDArray> outputs = network.train(batch.pictures(scope));
        DetectorLoss.Terms many = oneToMany.of(DetectorNetwork.flatten(outputs.oneToMany()), batch);
        DetectorLoss.Terms one = oneToOne.of(DetectorNetwork.flatten(outputs.oneToOne()), batch);
        Map<String, NDArray> losses = new LinkedHashMap<>();
        losses.put("many.score", many.score());
        losses.put("many.box", Scalars.times(many.box(), BOX_WEIGHT));
        losses.put("one.score", one.score());
        losses.put("one.box", Scalars.times(one.box(), BOX_WEIGHT));
        return losses;
    }

    @Override
    public double validate(NDManager scope, Map<String, Double> figures) {
        List<Found> found = new ArrayList<>();
        int truths = 0;
        for (DetectorBatch batch : validation) {
            try (NDManager inner = scope.newSubManager()) {
                float[] outputs = DetectorNetwork.flatten(
                                network.infer(new EagerOperators(false), batch.pictures(inner)))
                        .toFloatArray();
                for (int i = 0; i < batch.size; i++) {
                    truths += batch.persons[i].length;
                    judge(outputs, i * anchors.count * DetectorNetwork.OUTPUTS, batch, i, found);
                }
            }
        }
        float[] scores = new float[found.size()];
        boolean[] right = new boolean[found.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = found.get(i).score();
            right[i] = found.get(i).right();
        }
        double precision = AveragePrecision.of(scores, right, truths);
        OperatingPoint point = OperatingPoint.ofBestF1(scores, right, truths);
        figures.put("AP50", precision);
        figures.put("min_score", (double) point.score());
        figures.put("precision", point.precision());
        figures.put("recall", point.recall());
        return precision;
    }

    /** Strongest first, each person once; what lies on a person hardly visible does not count. */
    private void judge(float[] outputs, int offset, DetectorBatch batch, int index, List<Found> found) {
        List<float[]> boxes = new ArrayList<>();
        for (int a = 0; a < anchors.count; a++) {
            int at = offset + a * DetectorNetwork.OUTPUTS;
            if (outputs[at] > -4) { // scores below 0.018 change no figure
                float[] box = new float[5];
                anchors.decode(a, outputs, at + 1, box);
                box[4] = (float) (1 / (1 + Math.exp(-outputs[at])));
                boxes.add(box);
            }
        }
        boxes.sort((a, b) -> Float.compare(b[4], a[4]));
        boolean[] taken = new boolean[batch.persons[index].length];
        for (float[] box : boxes) {
            int best = best(box, batch.persons[index], taken);
            if (best >= 0) {
                taken[best] = true;
                found.add(new Found(box[4], true));
            } else if (!lies(box, batch.ignored[index])) {
                found.add(new Found(box[4], false));
            }
        }
    }

    private static int best(float[] box, float[][] persons, boolean[] taken) {
        int best = -1;
        float largest = MATCH;
        for (int p = 0; p < persons.length; p++) {
            float overlap = TaskAlignedAssigner.overlap(box, persons[p]);
            if (!taken[p] && overlap >= largest) {
                largest = overlap;
                best = p;
            }
        }
        return best;
    }

    private static boolean lies(float[] box, float[][] ignored) {
        float x = (box[0] + box[2]) / 2;
        float y = (box[1] + box[3]) / 2;
        for (float[] other : ignored) {
            if (x > other[0] && x < other[2] && y > other[1] && y < other[3]) {
                return true;
            }
        }
        return false;
    }
}
