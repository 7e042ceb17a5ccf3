package cn.siyu.sandbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** A black and white PNG that looks a little like a mini-program code and differs for every text, which it holds as a note. It cannot be scanned. */
final class Picture {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int CELLS = 29;

    private Picture() {}

    static byte[] of(String text, int width) {
        var header = ByteBuffer.allocate(13).putInt(width).putInt(width);
        // One bit per pixel, greyscale, no interlacing.
        var head = header.put((byte) 1).put(new byte[4]).array();
        var pixels = deflated(rows(text, width));
        // What it says can be read back: the keyword that PNG has for this, a zero, the text.
        var note = ("Description\0" + text).getBytes(StandardCharsets.ISO_8859_1);
        var png = ByteBuffer.allocate(SIGNATURE.length + 4 * 12 + head.length + note.length + pixels.length);
        var _ = png.put(SIGNATURE);
        chunk(png, "IHDR", head);
        chunk(png, "tEXt", note);
        chunk(png, "IDAT", pixels);
        chunk(png, "IEND", new byte[0]);
        return png.array();
    }

    private static byte[] rows(String text, int width) {
        var chance = new Random(text.hashCode());
        var cells = new boolean[CELLS][CELLS];
        for (var row : cells) {
            for (var x = 0; x < CELLS; x++) {
                row[x] = chance.nextBoolean();
            }
        }
        var stride = 1 + (width + 7) / 8;
        var rows = new byte[stride * width];
        for (var y = 0; y < width; y++) {
            for (var x = 0; x < width; x++) {
                if (cells[y * CELLS / width][x * CELLS / width]) {
                    rows[y * stride + 1 + x / 8] |= (byte) (0x80 >> (x % 8));
                }
            }
        }
        return rows;
    }

    private static byte[] deflated(byte[] plain) {
        var deflater = new Deflater();
        deflater.setInput(plain);
        deflater.finish();
        var packed = new byte[plain.length + 64];
        var length = deflater.deflate(packed);
        deflater.end();
        return Arrays.copyOf(packed, length);
    }

    private static void chunk(ByteBuffer png, String type, byte[] data) {
        var name = type.getBytes(StandardCharsets.US_ASCII);
        var sum = new CRC32();
        sum.update(name);
        sum.update(data);
        var _ = png.putInt(data.length).put(name).put(data).putInt((int) sum.getValue());
    }
}
