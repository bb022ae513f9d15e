package io.roomwise.trainer.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.roomwise.inference.model.MultiViewNetwork;
import io.roomwise.inference.model.PerceivingNetwork;
import io.roomwise.inference.model.Presence;
import io.roomwise.inference.model.Weights;
import io.roomwise.trainer.dataset.ClipBatch;
import io.roomwise.trainer.loop.Feeder;
import io.roomwise.trainer.loop.Method;
import java.util.Map;
import java.util.Optional;

/** A teacher or a student of the paper learns from windows of clips by one of the paper's methods. */
public final class Distilling implements Method {
    /** Confidence from which a view counts as seeing a person (ViCoKD, sec. 3.3). */
    private static final float VISIBLE = 0.25f;

    private final PerceivingNetwork learner;
    private final Optional<? extends Teacher> teacher;
    private final Feeder<ClipBatch> feeder;
    private final DistillationMethod method;
    private final DistillationSettings settings;
    private final Validation validation;
    private long frames;

    /** Measures a network. */
    @FunctionalInterface
    public interface Validation {
        /** @return what decides which weights are kept, larger is better */
        double measure(PerceivingNetwork network, Map<String, Double> figures);
    }

    /** @param teacher needed where the method {@link DistillationMethod#isTaught} */
    public Distilling(
            PerceivingNetwork learner,
            Optional<? extends Teacher> teacher,
            Feeder<ClipBatch> feeder,
            DistillationMethod method,
            DistillationSettings settings,
            Validation validation) {
        this.learner = learner;
        this.teacher = teacher;
        this.feeder = feeder;
        this.method = method;
        this.settings = settings;
        this.validation = validation;
    }

    @Override
    public Weights weights() {
        return learner.weights();
    }

    @Override
    public Map<String, NDArray> losses(NDManager scope, long step) {
        ClipBatch batch = feeder.next();
        Presence presence = batch.presence(scope);
        frames = presence.live().size();
        Optional<MultiViewNetwork.Result> taught = teacher.map(one -> one.teach(batch, scope));
        MultiViewNetwork.Result learned = batch.through(learner, scope, true);
        NDArray people = batch.people(scope);
        Lesson lesson = new Lesson(
                learned,
                taught,
                presence,
                batch.frameLabels(scope),
                batch.sequenceLabels(scope),
                people,
                people.gte(scope.create(VISIBLE)).toType(people.getDataType(), false));
        return method.losses(lesson, settings);
    }

    @Override
    public long frames() {
        return frames;
    }

    @Override
    public double validate(NDManager scope, Map<String, Double> figures) {
        return validation.measure(learner, figures);
    }
}
