package dev.platte.db.catalog;

import java.util.List;

/** Everything of the catalogue that answers polls, read in one transaction. */
public record CatalogContents(
        List<Application> applications,
        List<UpdatePackage> packages,
        List<Channel> channels,
        List<Floor> floors) {

    public CatalogContents {
        applications = List.copyOf(applications);
        packages = List.copyOf(packages);
        channels = List.copyOf(channels);
        floors = List.copyOf(floors);
    }
}
