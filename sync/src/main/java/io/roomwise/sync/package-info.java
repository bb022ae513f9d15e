/**
 * Many streams on many threads to aligned windows on one thread.
 *
 * <pre>
 *  FrameSink ─> [FrameRing] ─> WindowAssembler ─> WindowExchange ─> [WindowRing] ─> WindowHandler
 *  many threads  Disruptor      one a room         newest waits       Disruptor      thread inference
 *  copies        drops newest   thread sync        replaces older
 *                     │
 *                     └─> SoundWitness: one a room; counts, and may move what has no sender's clock
 * </pre>
 *
 * <h2>Why</h2>
 *
 * <p><b>Which picture.</b> Slot {@code k} takes, per view, the picture nearest to the grid instant, if it is within
 * tolerance. The tolerance is less than half a slot, so a picture serves one slot or none. Pictures of a stream come
 * in the order of their capture: the first one at or after the instant decides, and a slot need not wait for the end
 * of the tolerance, which would make every decision 60 ms later. A stream that is seen to mix up its pictures is waited
 * for by as much as it did, until 100 came in order. Capture times that fall by more than 200 ms are no disorder: the
 * stream's clock was set, and what it brings counts by the new one.
 *
 * <p><b>When a slot leaves.</b> As soon as every live stream has passed it, at the latest {@code max_wait_ms} (600)
 * after it was due. Cameras take 100 to 500 ms to encode and send, so a shorter limit would declare healthy views
 * absent; it is paid only in the first second after a stream broke, because a stream that was silent for longer is
 * not waited for, nor one whose frames all come too late. All this is counted on the monotonic clock.
 *
 * <p><b>Sound.</b> A slot's sound begins at the grid instant and so ends a whole slot (0.4 s) after its pictures.
 * Only a model that listens pays for that: without {@link io.roomwise.sync.SyncConfig#sound} a microphone is not
 * assembled at all and delays nothing.
 *
 * <p><b>Sound as a second witness.</b> The microphones of a room hear the same events, so they know of each other how
 * late they are, without any clock: {@code SoundWitness}. It hears them whether the model listens or
 * not, and shows what it knows beside the figures of the clocks. Frames that have no better time than their arrival are
 * moved by it if {@link io.roomwise.sync.SyncConfig#soundClock} says so, never those with a sender's clock: a clock that
 * was wrong by 100 ms for a year is better corrected by {@code clock_offset_ms} than by what happens to be heard. The
 * floor is the way of the sound, 3 ms for a metre; a camera's clock is better than that, arrival is not.
 *
 * <p><b>Nobody at home.</b> When all sensors of a room are silent, its windows go on, empty, for 30 s, so that
 * whatever lasts downstream can end; then they pause, and the grid goes on at the present when a frame comes.
 *
 * <p><b>Wrong clocks.</b> A frame more than 1 s ahead of this host or 5 s behind is refused, and no slot leaves
 * before its instant: a camera with a fast clock cannot take the slot from the others. What it loses is its own.
 *
 * <p><b>The clock of the host is set.</b> Slots are counted on whatever happens: none leaves twice, none is left out, and
 * time-outs do not notice. A step of up to 1 s is followed: cameras that tell their own time go on as if nothing had
 * been, those timed by arrival lack what was leapt over, or wait while time is repeated. A larger step would refuse
 * every camera, or repeat an hour of slots; from then on the number of a slot and its time differ by the nearest whole
 * number of slots, so the grid stays where it is for all rooms and processes and what looks back over several slots is
 * not torn. Capture believes no camera's clock that is so far from ours, so all frames follow the step. A machine that
 * slept looks the same, its monotonic clock having stood.
 *
 * <p><b>Overload.</b> A ring cannot drop its oldest entry from the producer's side, and queue length is latency (3 s
 * at 32 slots, measured). So windows do not travel in a ring: per room one waits in a {@code WindowExchange}, where a
 * newer one replaces it, or follows it if both left at once because a camera had been waited for. The ring carries room
 * numbers; a room is announced for each window that waits. It has room for three a room, one in work and two waiting, is
 * never full, and serves rooms in turn: a room that floods replaces its own windows, never those of another room.
 *
 * <p><b>Copies.</b> One: from the decoder's memory into a buffer of the stream. From there buffers change hands.
 */
@NullMarked
package io.roomwise.sync;

import org.jspecify.annotations.NullMarked;
