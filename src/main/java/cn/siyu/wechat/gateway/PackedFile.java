package cn.siyu.wechat.gateway;

import cn.siyu.wechat.BillUnsound;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A gzip file, read and unpacked in pieces that are small enough for an event loop; a file that is not packed is read as it
 * is.
 */
final class PackedFile {

    private static final int PIECE = 16 * 1024;

    /** Far above any day's bill: a packed file may be a thousand times its size. */
    private static final long LARGEST = 1L << 30;

    private static final int HEAD = 10;
    private static final int FLAGS = 3;
    private static final int HAS_CHECKSUM = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;

    private final AsyncFile file;
    private final Inflater inflater = new Inflater(true);
    private final byte[] room = new byte[8 * PIECE];
    private long position;
    private long unpacked;
    private boolean packed;

    private PackedFile(AsyncFile file) {
        this.file = file;
    }

    /** The unpacked bytes, in order; each subscription reads the file anew. */
    static Multi<byte[]> pieces(Vertx vertx, String path) {
        return BillsApi.future(() -> vertx.fileSystem()
                        .open(
                                path,
                                new OpenOptions().setRead(true).setWrite(false).setCreate(false)))
                .toMulti()
                .onItem()
                .transformToMultiAndConcatenate(file -> new PackedFile(file).pieces());
    }

    /** The hash of what is in it, in lower-case hexadecimal. */
    static Uni<String> sha1(Vertx vertx, String path) {
        return pieces(vertx, path)
                .collect()
                .in(PackedFile::digest, MessageDigest::update)
                .map(digest -> HexFormat.of().formatHex(digest.digest()));
    }

    private Multi<byte[]> pieces() {
        return Multi.createBy()
                .repeating()
                .uni(this::next)
                .until(Optional::isEmpty)
                .map(Optional::orElseThrow)
                .onTermination()
                .call(this::close);
    }

    private Uni<Void> close() {
        inflater.end();
        return BillsApi.future(file::close).onFailure().recoverWithNull();
    }

    private Uni<Optional<byte[]>> next() {
        return BillsApi.future(() -> file.read(Buffer.buffer(), 0, position, PIECE))
                .map(read -> read.length() == 0 ? Optional.empty() : Optional.of(unpack(read.getBytes())));
    }

    private byte[] unpack(byte[] read) {
        var from = 0;
        if (position == 0) {
            packed = read.length > HEAD && (read[0] & 0xff) == 0x1f && (read[1] & 0xff) == 0x8b;
            from = packed ? headerLength(read) : 0;
        }
        position += read.length;
        if (!packed) {
            return read;
        }
        var out = new ByteArrayOutputStream(room.length);
        inflater.setInput(read, from, read.length - from);
        try {
            while (!inflater.finished() && !inflater.needsInput()) {
                var count = inflater.inflate(room);
                out.write(room, 0, count);
                unpacked += count;
                if (unpacked > LARGEST) {
                    throw new BillUnsound("it is larger than any bill");
                }
            }
        } catch (DataFormatException _) {
            throw new BillUnsound("it is no gzip file");
        }
        return out.toByteArray();
    }

    /** The header has a fixed part and, by its flags, up to four others. */
    private static int headerLength(byte[] read) {
        var flags = read[FLAGS];
        var at = HEAD;
        if ((flags & HAS_EXTRA) != 0) {
            at += 2 + (read[at] & 0xff) + ((read[at + 1] & 0xff) << 8);
        }
        if ((flags & HAS_NAME) != 0) {
            at = afterZero(read, at);
        }
        if ((flags & HAS_COMMENT) != 0) {
            at = afterZero(read, at);
        }
        if ((flags & HAS_CHECKSUM) != 0) {
            at += 2;
        }
        if (at > read.length) {
            throw new BillUnsound("it is no gzip file");
        }
        return at;
    }

    private static int afterZero(byte[] read, int from) {
        for (var at = from; at < read.length; at++) {
            if (read[at] == 0) {
                return at + 1;
            }
        }
        throw new BillUnsound("it is no gzip file");
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
