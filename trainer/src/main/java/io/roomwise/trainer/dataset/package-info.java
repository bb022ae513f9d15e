/**
 * From homes, simulated or filmed, to batches.
 *
 * <pre>
 *  RoomRecorder ─ RoomClips (people's crops) ─ WindowSampler ─ WindowBatch            the shipped student
 *  HomeData (MultiSensorHome) ─ MultiViewClip ─ ClipPerception ─ ClipFeatures ─ ClipSampler ─ ClipBatch   the paper's
 *  MmOffice ─ MultiViewClip
 *  SimulatedHome films in the layout of MultiSensorHome
 * </pre>
 */
@NullMarked
package io.roomwise.trainer.dataset;

import org.jspecify.annotations.NullMarked;
