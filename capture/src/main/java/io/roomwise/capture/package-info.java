/**
 * Cameras and microphones to decoded, time-stamped frames and sound.
 *
 * <pre>
 *  StreamReader (thread capture-&lt;sensor&gt;-&lt;index&gt;): opens, reads, opens again after a Backoff, tells the StreamListener
 *    └─ StreamSession: one opened input
 *         NativeInput ─packet─> StreamClock ─time─> PictureTrack, SoundTrack ─frame─> Delivery ─offer()=copy─> FrameSink
 *         RTSP, ALSA, file      RtpClock ...        decode, scale, resample            counts                  (downstream)
 *         every call bounded by a Deadline
 *  StreamProbe (caller's thread): one StreamSession for a while, its packets told to PacketMeter, ClockMeter, SoundMeter
 *    └─ RtspDescriber: what the server says of itself ─> ProbeReport
 * </pre>
 *
 * <p>Why FFmpeg's API and not JavaCV's grabber: the grabber holds one process-wide lock while it connects (a good camera waited
 * 8.7 s behind a dead one), needs several times the time-out to notice a dead server, hides error codes and shows passwords, and
 * has no way to the senders' clocks.
 *
 * <p>Why raw sender reports: FFmpeg adds its own extrapolation from the newest report to each packet and bends time stamps of
 * streams with sound to it; one bad report of the camera would move the pictures. From the reports themselves
 * {@link io.roomwise.capture.SenderClock} decides what to believe.
 */
@NullMarked
package io.roomwise.capture;

import org.jspecify.annotations.NullMarked;
