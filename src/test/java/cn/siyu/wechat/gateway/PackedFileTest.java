package cn.siyu.wechat.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.siyu.wechat.BillUnsound;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packed or not, a file is read whole and in small pieces. */
class PackedFileTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final byte[] TEXT = "一行账单,`1.00\r\n".repeat(60_000).getBytes(UTF_8);

    @TempDir
    static Path folder;

    private static final Vertx VERTX = Vertx.vertx();

    @AfterAll
    static void close() {
        assertThat(Uni.createFrom()
                        .completionStage(VERTX.close().toCompletionStage())
                        .await()
                        .atMost(PATIENCE))
                .isNull();
    }

    @Test
    void a_packed_file_and_a_plain_one_say_the_same() throws Exception {
        var sha1 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(TEXT));
        for (var content : new byte[][] {TEXT, packed(), named(packed())}) {
            var file = Files.write(folder.resolve("bill-" + content.length), content)
                    .toString();

            assertThat(joined(PackedFile.pieces(VERTX, file))).isEqualTo(TEXT);
            assertThat(PackedFile.sha1(VERTX, file).await().atMost(PATIENCE)).isEqualTo(sha1);
        }
    }

    @Test
    void a_damaged_file_is_refused() throws Exception {
        var damaged = packed();
        Arrays.fill(damaged, 20, 200, (byte) 0x55);
        var file = Files.write(folder.resolve("damaged"), damaged).toString();

        assertThatThrownBy(() -> PackedFile.sha1(VERTX, file).await().atMost(PATIENCE))
                .isInstanceOf(BillUnsound.class);
    }

    private static byte[] joined(Multi<byte[]> pieces) {
        return pieces.collect()
                .in(ByteArrayOutputStream::new, ByteArrayOutputStream::writeBytes)
                .await()
                .atMost(PATIENCE)
                .toByteArray();
    }

    private static byte[] packed() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(TEXT);
        }
        return bytes.toByteArray();
    }

    /** The same with the name of a file in its header, as many tools write it. */
    private static byte[] named(byte[] packed) {
        var name = "bill.csv\0".getBytes(UTF_8);
        var named = new byte[packed.length + name.length];
        System.arraycopy(packed, 0, named, 0, 10);
        named[3] = 8;
        System.arraycopy(name, 0, named, 10, name.length);
        System.arraycopy(packed, 10, named, 10 + name.length, packed.length - 10);
        return named;
    }
}
