package dev.coulomb.node.node.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * A client on a socket that says what no driver would: dialogues with frames that are exchanged,
 * doubled, torn or wrong, up to noise; and that leaves as it likes. It reads all the time, and
 * fails when the node says something that is no message of the protocol, admits a defect, or says
 * nothing any more. Used by one thread.
 */
public final class FuzzClient implements AutoCloseable {
  private static final int SILENCE_MILLIS_MAX = 60_000;
  private static final int BODY_BYTES_MAX = 16 << 20;

  /** What a node may say; ParameterStatus, ReadyForQuery and so on. */
  private static final String ANSWERS = "123ACDEGHIKNRSTVWZcdnstv";

  /** What is long is not cut into much smaller ones. */
  private static final int PIECES_MIN = 20;

  private static final String ALIVE = "still alive";

  private final SplittableRandom random;
  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;

  /** What of all that is said is no message: the node may end the connection. */
  private boolean torn;

  public FuzzClient(int port, SplittableRandom random) throws IOException {
    this.random = random;
    this.socket = new Socket("127.0.0.1", port);
    this.in = new DataInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
    socket.setSoTimeout(SILENCE_MILLIS_MAX);
    socket.setTcpNoDelay(true);
  }

  /**
   * Says its part and leaves.
   *
   * @param readers runs what reads the answers meanwhile
   */
  public void run(ExecutorService readers)
      throws IOException, InterruptedException, ExecutionException {
    if (!begin()) {
      return;
    }
    List<byte[]> frames = FuzzDialogues.frames(random);
    boolean ends = mutate(frames);
    boolean stays = !torn && !ends && random.nextInt(4) > 0;
    if (stays) {
      frames.addAll(FuzzDialogues.signOfLife(ALIVE));
    }
    boolean listens = stays || random.nextInt(4) > 0;
    Future<Boolean> alive = listens ? readers.submit(this::answers) : null;
    say(frames);
    if (alive != null) {
      if (!stays) {
        shutdownOutput();
      }
      if (!alive.get() && stays) {
        throw new AssertionError("the session is gone, though all it was told were messages");
      }
    }
    leave();
  }

  // How it begins.

  /** False: it never says who it is. */
  private boolean begin() throws IOException {
    switch (random.nextInt(12)) {
      case 0 -> {
        out.write(noise(random.nextInt(1, 60)));
        leave();
        return false;
      }
      case 1 -> {
        byte[] startup = FuzzDialogues.startup();
        out.write(startup, 0, random.nextInt(startup.length));
        leave();
        return false;
      }
      case 2 -> {
        // A cancel, of a key that is nobody's or of one that is guessed.
        ByteBuffer cancel = ByteBuffer.allocate(16).putInt(16).putInt(80_877_102);
        out.write(cancel.putInt(random.nextInt(40)).putInt(random.nextInt()).array());
        leave();
        return false;
      }
      case 3 -> {
        byte[] wrong = FuzzDialogues.startup();
        wrong[random.nextInt(wrong.length)] ^= (byte) (1 << random.nextInt(8));
        out.write(wrong);
        shutdownOutput();
        answers();
        return false;
      }
      case 4 -> {
        int asks = random.nextBoolean() ? 80_877_103 : 80_877_104;
        out.write(ByteBuffer.allocate(8).putInt(8).putInt(asks).array());
        if (in.read() != 'N') {
          throw new AssertionError("a node without certificates speaks in clear");
        }
      }
      default -> {}
    }
    out.write(FuzzDialogues.startup());
    return true;
  }

  // What it says.

  /** Makes some of it wrong; true: one of the frames says goodbye. */
  private boolean mutate(List<byte[]> frames) {
    for (int i = random.nextInt(5); i > 0 && !frames.isEmpty(); i--) {
      int at = random.nextInt(frames.size());
      byte[] frame = frames.get(at).clone();
      int body = frame.length - FuzzDialogues.HEADER;
      if (body < 0) {
        continue; // It is torn already.
      }
      switch (random.nextInt(8)) {
        case 0 -> frames.remove(at);
        case 1 -> frames.add(at, frame);
        case 2 -> Collections.swap(frames, at, random.nextInt(frames.size()));
        case 3 -> {
          frame[0] =
              (byte) FuzzDialogues.KINDS.charAt(random.nextInt(FuzzDialogues.KINDS.length()));
          frames.set(at, frame);
        }
        case 4 -> {
          for (int flips = body == 0 ? 0 : random.nextInt(1, 4); flips > 0; flips--) {
            frame[FuzzDialogues.HEADER + random.nextInt(body)] = (byte) random.nextInt(256);
          }
          frames.set(at, frame);
        }
        case 5 -> frames.set(at, FuzzDialogues.frame(frame[0], noise(random.nextInt(20))));
        default -> {
          if (random.nextInt(3) == 0) {
            frames.set(at, tear(frame));
          }
        }
      }
    }
    return frames.stream().anyMatch(frame -> frame.length > 0 && frame[0] == 'X');
  }

  /** From here on nobody can tell where a message begins. */
  private byte[] tear(byte[] frame) {
    torn = true;
    return switch (random.nextInt(4)) {
      case 0 -> Arrays.copyOf(frame, random.nextInt(frame.length));
      case 1 -> noise(random.nextInt(1, 40));
      case 2 -> {
        ByteBuffer.wrap(frame).putInt(1, random.nextInt(-5, 64));
        yield frame;
      }
      default -> {
        ByteBuffer.wrap(frame).putInt(1, random.nextInt());
        yield frame;
      }
    };
  }

  private byte[] noise(int bytes) {
    byte[] noise = new byte[bytes];
    random.nextBytes(noise);
    return noise;
  }

  /** In pieces that end anywhere. */
  private void say(List<byte[]> frames) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] frame : frames) {
      all.write(frame);
    }
    byte[] bytes = all.toByteArray();
    int piece = Math.max(bytes.length / PIECES_MIN, random.nextInt(1, 2_000));
    try {
      for (int from = 0; from < bytes.length; ) {
        int to = Math.min(bytes.length, from + 1 + random.nextInt(piece));
        out.write(bytes, from, to - from);
        out.flush();
        from = to;
      }
    } catch (IOException gone) {
      if (!torn && frames.stream().noneMatch(frame -> frame.length > 0 && frame[0] == 'X')) {
        throw new AssertionError("the node left amid messages", gone);
      }
    }
  }

  // What it hears.

  /** Reads until it hears the sign of life (true), or the node has left. */
  private boolean answers() {
    try {
      boolean alive = false;
      while (true) {
        int kind = in.read();
        if (kind < 0) {
          return false;
        }
        if (ANSWERS.indexOf(kind) < 0) {
          throw new AssertionError("no message begins with " + kind);
        }
        int length = in.readInt();
        if (length < 4 || length > BODY_BYTES_MAX) {
          throw new AssertionError("no message " + (char) kind + " has " + length + " bytes");
        }
        byte[] body = in.readNBytes(length - 4);
        String text = new String(body, StandardCharsets.UTF_8);
        if (kind == 'E' && text.contains("\0CXX")) {
          throw new AssertionError("a defect: " + text.replace('\0', ' '));
        }
        alive |= kind == 'D' && text.contains(ALIVE);
        if (alive && kind == 'Z') {
          return true;
        }
      }
    } catch (SocketTimeoutException silence) {
      throw new AssertionError("the node says nothing any more", silence);
    } catch (IOException gone) {
      return false;
    }
  }

  // How it leaves.

  private void shutdownOutput() {
    try {
      socket.shutdownOutput();
    } catch (IOException gone) {
      // The node was faster.
    }
  }

  private void leave() throws IOException {
    if (random.nextBoolean()) {
      socket.setSoLinger(true, 0); // Without a word: what the node still says is refused.
    }
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
