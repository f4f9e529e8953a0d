package weather.kwangle.forecast.place;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/** Tells whether a place lies in a division that the caller wrote: {@code Texas}, {@code TX}, {@code Cook County}. */
final class AdminDivisions {
    /** Words that name the kind of a division, and that people leave out. */
    private static final Set<String> KINDS = Set.of(
            "of",
            "the",
            "county",
            "province",
            "region",
            "state",
            "district",
            "oblast",
            "prefecture",
            "governorate",
            "department",
            "municipality",
            "city",
            "metropolitan",
            "republic",
            "canton",
            "parish",
            "krai",
            "voivodeship");

    /**
     * Postal codes of states and provinces (ISO 3166-2) for countries where GeoNames has numbers of its own. For the United
     * States the two are the same.
     */
    private static final Map<String, String> POSTAL_CODES = postalCodes("""
            AU NSW New South Wales;VIC Victoria;QLD Queensland;SA South Australia;WA Western Australia;TAS Tasmania;\
            NT Northern Territory;ACT Australian Capital Territory
            BR AC Acre;AL Alagoas;AP Amapá;AM Amazonas;BA Bahia;CE Ceará;DF Federal District;ES Espírito Santo;GO Goiás;\
            MA Maranhão;MT Mato Grosso;MS Mato Grosso do Sul;MG Minas Gerais;PA Pará;PB Paraíba;PR Paraná;PE Pernambuco;\
            PI Piauí;RJ Rio de Janeiro;RN Rio Grande do Norte;RS Rio Grande do Sul;RO Rondônia;RR Roraima;\
            SC Santa Catarina;SP São Paulo;SE Sergipe;TO Tocantins
            CA AB Alberta;BC British Columbia;MB Manitoba;NB New Brunswick;NL Newfoundland and Labrador;NS Nova Scotia;\
            NT Northwest Territories;NU Nunavut;ON Ontario;PE Prince Edward Island;QC Quebec;SK Saskatchewan;YT Yukon
            """);

    private final PlaceTable places;

    AdminDivisions(PlaceTable places) {
        this.places = places;
    }

    /** Tells of a place whether its first-order division has this name or code, or its second-order division this name. */
    IntPredicate named(String division) {
        String key = NameFolding.fold(division);
        String code = key.replace(" ", "");
        Set<String> bare = bare(key);
        Map<String, Boolean> known = new HashMap<>();
        Predicate<String> isName = name ->
                known.computeIfAbsent(name, _ -> bare(NameFolding.fold(name)).equals(bare));
        return row -> code.equalsIgnoreCase(places.admin1Code(row))
                || isName.test(places.admin1Name(row))
                || isName.test(places.admin2Name(row))
                || isPostalCode(code, row);
    }

    private boolean isPostalCode(String code, int row) {
        String name = POSTAL_CODES.get(places.countryCode(row) + ' ' + code);
        return name != null && name.equals(NameFolding.fold(places.admin1Name(row)));
    }

    /** The words of a name but for its kind, in any order; all of them if nothing else is left. */
    private static Set<String> bare(String key) {
        Set<String> words = new HashSet<>(Arrays.asList(key.split(" ", -1)));
        Set<String> bare = new HashSet<>(words);
        bare.removeAll(KINDS);
        return bare.isEmpty() ? words : bare;
    }

    private static Map<String, String> postalCodes(String table) {
        Map<String, String> codes = new HashMap<>();
        for (String line : table.lines().toList()) {
            String country = line.substring(0, 3);
            for (String pair : line.substring(3).split(";", -1)) {
                int space = pair.indexOf(' ');
                String code = NameFolding.fold(pair.substring(0, space));
                codes.put(country + code, NameFolding.fold(pair.substring(space + 1)));
            }
        }
        return Map.copyOf(codes);
    }
}
