package cn.siyu.member.domain;

import cn.siyu.kernel.problem.Refused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The administrative regions of China. A city without districts stands for its only district, under the same code; the
 * level tells the two apart.
 */
public final class RegionBook {

    /** Names that stand between a province and its districts and mean no place. */
    private static final Set<String> NO_PLACE = Set.of("市辖区", "县");

    private final Map<String, List<Region>> children = new HashMap<>();
    private final Map<String, Region> districts = new HashMap<>();
    private final Map<String, Region> above = new HashMap<>();

    /** @param regions provinces first, then cities, then districts */
    public RegionBook(List<Region> regions) {
        for (var region : regions) {
            children.computeIfAbsent(region.parent(), _ -> new ArrayList<>()).add(region);
            (region.level() == Region.DISTRICT ? districts : above).put(region.code(), region);
        }
    }

    /** What is directly below a province or city; the provinces below the empty code. */
    public List<Region> below(String code) {
        return List.copyOf(children.getOrDefault(code, List.of()));
    }

    /** Such as {@code 广东省 深圳市 南山区}. */
    public String text(String districtCode) {
        var district = district(districtCode).orElseThrow(() -> new Refused(MemberProblem.REGION_NOT_A_DISTRICT));
        var names = new ArrayList<String>();
        names.add(district.name());
        for (var region = above.get(district.parent()); region != null; region = above.get(region.parent())) {
            if (!NO_PLACE.contains(region.name()) && !names.contains(region.name())) {
                names.addFirst(region.name());
            }
        }
        return String.join(" ", names);
    }

    public Optional<Region> district(String code) {
        return Optional.ofNullable(districts.get(code));
    }
}
