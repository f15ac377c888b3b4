package dev.plumbline.store;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Opens the stores that a contract is about; each database has a subclass of each contract. */
abstract class StoreContract {
    @TempDir
    Path directory;

    Stores stores;
    Database database;

    /** An empty database. */
    abstract Database open(Path empty);

    @BeforeEach
    final void openStores() {
        database = open(directory);
        stores = Stores.over(database);
    }

    @AfterEach
    final void closeStores() {
        database.close();
    }
}
