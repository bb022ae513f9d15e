/**
 * From homes, simulated or filmed, to batches.
 *
 * <pre>
 *  RoomRecorder ─ RoomClips (people's crops) ─ WindowSampler ─ WindowBatch            the shipped student
 *  MultiSensorHome, MmOffice ─ MultiViewClip ─ FrameGrid, ViewFilm ─ ClipFeatures     the paper's data sets
 *  SimulatedHome films in the layout of MultiSensorHome
 * </pre>
 */
@NullMarked
package io.roomwise.trainer.dataset;

import org.jspecify.annotations.NullMarked;
