package cn.siyu.member.app;

import cn.siyu.kernel.problem.Refused;
import cn.siyu.member.domain.MemberProblem;
import cn.siyu.member.domain.Region;
import cn.siyu.member.domain.RegionBook;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The regions of China, read once at the start from the table that comes with the application. */
@Startup
@Singleton
public class Regions {

    private static final String TABLE = "/regions/china.csv";

    private final RegionBook book = read();

    public List<Region> below(String code) {
        return book.below(code);
    }

    public String text(String districtCode) {
        return book.text(districtCode);
    }

    void refuseUnknown(String districtCode) {
        if (book.district(districtCode).isEmpty()) {
            throw new Refused(MemberProblem.REGION_NOT_A_DISTRICT);
        }
    }

    private static RegionBook read() {
        var table = Regions.class.getResourceAsStream(TABLE);
        if (table == null) {
            throw new IllegalStateException("the application lacks " + TABLE);
        }
        try (var lines = new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8))) {
            return new RegionBook(lines.lines().skip(1).map(Regions::region).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Region region(String line) {
        var fields = line.split(",", -1);
        return new Region(fields[1], Integer.parseInt(fields[0]), fields[2], fields[3]);
    }
}
