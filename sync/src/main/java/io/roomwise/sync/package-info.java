/**
 * Many streams on many threads to aligned windows on one thread.
 *
 * <pre>
 *  FrameSink ─> [FrameRing] ─> WindowAssembler ─> WindowExchange ─> [WindowRing] ─> WindowHandler
 *  many threads  Disruptor      one a room         newest waits       Disruptor      thread inference
 *  copies        drops newest   thread sync        replaces older
 * </pre>
 *
 * <h2>Why</h2>
 *
 * <p><b>Which picture.</b> Slot {@code k} takes, per view, the picture nearest to the grid instant, if it is within
 * tolerance. The tolerance is less than half a slot, so a picture serves one slot or none. Pictures of a stream come
 * in the order of their capture: the first one at or after the instant decides, and a slot need not wait for the end
 * of the tolerance, which would make every decision 60 ms later.
 *
 * <p><b>When a slot leaves.</b> As soon as every live stream has passed it, at the latest {@code max_wait_ms} (600)
 * after it was due. Cameras take 100 to 500 ms to encode and send, so a shorter limit would declare healthy views
 * absent; it is paid only in the first second after a stream broke, because a stream that was silent for longer is
 * not waited for.
 *
 * <p><b>Sound.</b> A slot's sound begins at the grid instant and so ends a whole slot (0.4 s) after its pictures.
 * Only a model that listens pays for that: without {@link io.roomwise.sync.SyncConfig#sound} a microphone is not
 * assembled at all and delays nothing.
 *
 * <p><b>Nobody at home.</b> When all sensors of a room are silent, its windows go on, empty, for 30 s, so that
 * whatever lasts downstream can end; then they pause, and the grid goes on at the present when a frame comes.
 *
 * <p><b>Wrong clocks.</b> A frame more than 1 s ahead of this host or 5 s behind is refused, and no slot leaves
 * before its instant: a camera with a fast clock cannot take the slot from the others. What it loses is its own. If
 * the clock of the host itself is set back, the room starts again.
 *
 * <p><b>Overload.</b> A ring cannot drop its oldest entry from the producer's side, and queue length is latency (3 s
 * at 32 slots, measured). So windows do not travel in a ring: per room exactly one waits in a {@code WindowExchange},
 * where a newer one replaces it. The ring carries room numbers; a room is announced when a window begins to wait and
 * not again before inference took it. It has two entries a room, one in work and one waiting, is never full, and
 * serves rooms in turn: a room that floods replaces its own windows, never those of another room.
 *
 * <p><b>Copies.</b> One: from the decoder's memory into the ring's slot. From there buffers change hands.
 */
@NullMarked
package io.roomwise.sync;

import org.jspecify.annotations.NullMarked;
